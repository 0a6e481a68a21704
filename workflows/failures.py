"""The one place where our errors become Temporal's and back.

A plain exception in an update handler fails the workflow task and wedges the workflow, so every
domain error has to leave as an ApplicationError.
"""

from __future__ import annotations

from temporalio.exceptions import ApplicationError

from models import errors

_KINDS: dict[str, type[errors.FupanError]] = {
    kind.__name__: kind
    for kind in (
        errors.RuleRefusedError,
        errors.InvalidInputError,
        errors.AccessDeniedError,
        errors.NotFoundError,
        errors.VersionConflictError,
        errors.StreamConflictError,
        errors.ConfigurationError,
    )
}


def to_failure(error: errors.FupanError) -> ApplicationError:
    """The error as Temporal carries it; only transient ones may be retried."""
    field = error.field if isinstance(error, errors.InvalidInputError) else ""
    return ApplicationError(
        error.message,
        error.code,
        field,
        type=type(error).__name__,
        non_retryable=not isinstance(error, errors.TransientError),
    )


def from_failure(failure: BaseException | None) -> errors.FupanError | None:
    """Our error again, or None when the failure was not one of ours."""
    if not isinstance(failure, ApplicationError) or failure.type not in _KINDS:
        return None
    code, field = (*failure.details, "", "")[:2]
    kind = _KINDS[failure.type]
    if kind is errors.InvalidInputError:
        return errors.InvalidInputError(str(code), failure.message, str(field))
    return kind(str(code), failure.message)


def is_kind(failure: BaseException | None, kind: type[errors.FupanError]) -> bool:
    """True when a failure carries that error of ours."""
    return isinstance(failure, ApplicationError) and failure.type == kind.__name__
