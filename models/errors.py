"""Every error that a person can meet. Each has a stable code and a message in Chinese."""

from __future__ import annotations


class FupanError(Exception):
    """Root of the tree.

    Attributes:
        code: Stable machine name, for example `verifier_is_owner`; never shown alone.
        message: What is wrong, where, and what to do, in Chinese.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class RuleRefusedError(FupanError):
    """A rule of the domain forbids the command; recorded for the auditor. HTTP 409, exit 1."""


class InvalidInputError(FupanError):
    """A value makes no sense by itself. HTTP 422, exit 1.

    Attributes:
        field: Name of the field at fault, empty when the whole is meant.
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(code, message)
        self.field = field


class AccessDeniedError(FupanError):
    """Not signed in, or not allowed to see. HTTP 401 or 403, exit 1."""


class NotFoundError(FupanError):
    """No such thing, or none that the asker may know of. HTTP 404, exit 1."""


class VersionConflictError(FupanError):
    """Someone else wrote to the stream first: read again, decide again. HTTP 409."""


class StreamConflictError(FupanError):
    """The same event id stands in the store with other content. Never retried; needs a person."""


class TransientError(FupanError):
    """The world is not ready; the same call may succeed later. HTTP 503, exit 1."""


class ConfigurationError(FupanError):
    """Wrong use or a wrong setting; the message names the variable. Exit 2."""
