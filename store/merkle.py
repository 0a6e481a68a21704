"""The Merkle tree of RFC 6962 (RFC 9162 §2.1) over the facts in their global order.

Only what the order needs: extending the tree by its frontier, and its root. The frontier holds
the roots of the complete subtrees of which the tree consists, widest first, one for each bit
that is set in the tree's size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

_NODE = b"\x01"
TILE_HEIGHT = 8  # stored nodes are roots of subtrees 256 wide, and 256 of those, and so on

EMPTY_ROOT = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class TreeNode:
    """Root of a complete subtree: of 256 leaves on level 0, of 256 such subtrees on level 1."""

    level: int
    index: int
    hash: bytes


@dataclass
class Frontier:
    """A tree that only grows.

    Attributes:
        size: Number of leaves.
        roots: Roots of the complete subtrees, widest first.
        completed: Stored nodes that became complete since this object was made.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)
    completed: list[TreeNode] = field(default_factory=list)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append leaves in order."""
        for leaf_hash in leaf_hashes:
            self._append(leaf_hash)

    def root(self) -> bytes:
        """Root hash of the whole tree."""
        return root_of(self.roots)

    def _append(self, leaf_hash: bytes) -> None:
        roots, height, full = self.roots, 0, self.size
        self.size += 1
        while full & 1:  # two complete subtrees of one height become one
            leaf_hash = sha256(_NODE + roots.pop() + leaf_hash).digest()
            full >>= 1
            height += 1
            if height % TILE_HEIGHT == 0:
                level = height // TILE_HEIGHT - 1
                self.completed.append(TreeNode(level, full, leaf_hash))
        roots.append(leaf_hash)


def root_of(roots: Sequence[bytes]) -> bytes:
    """Root of a tree by its frontier: the narrowest subtrees are joined first."""
    if not roots:
        return EMPTY_ROOT
    whole = roots[-1]
    for left in reversed(roots[:-1]):
        whole = node_hash(left, whole)
    return whole
