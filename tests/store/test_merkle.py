"""The tree is that of RFC 6962, by the vectors of Certificate Transparency and by definition."""

from __future__ import annotations

import pytest

from store.envelope import leaf_hash
from store.merkle import Frontier, TreeNode, node_hash

_LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
# Roots of the trees over the first 0, 1, … 8 of these leaves, as published with the reference
# implementation of Certificate Transparency.
_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    tree = Frontier()
    tree.extend(leaf_hash(bytes.fromhex(leaf)) for leaf in _LEAVES[:size])
    assert tree.root().hex() == _ROOTS[size]


def test_growing_leaf_by_leaf_gives_the_root_of_the_definition() -> None:
    tree = Frontier()
    hashes = [leaf_hash(str(n).encode()) for n in range(300)]
    for size, one in enumerate(hashes, start=1):
        tree.extend([one])
        assert tree.root() == _root_by_definition(hashes[:size])
        assert len(tree.roots) == size.bit_count()


def test_subtrees_of_256_are_kept_when_complete() -> None:
    tree = Frontier()
    hashes = [leaf_hash(str(n).encode()) for n in range(256 * 256 + 300)]
    tree.extend(hashes)
    level_0 = [node for node in tree.completed if node.level == 0]
    assert [node.index for node in level_0] == list(range(257))
    assert level_0[3].hash == _root_by_definition(hashes[3 * 256 : 4 * 256])
    level_1 = [node for node in tree.completed if node.level == 1]
    assert level_1 == [TreeNode(1, 0, _root_by_definition([n.hash for n in level_0[:256]]))]


def test_a_tree_resumed_from_its_frontier_is_the_same_tree() -> None:
    hashes = [leaf_hash(str(n).encode()) for n in range(1000)]
    whole, first = Frontier(), Frontier()
    whole.extend(hashes)
    first.extend(hashes[:777])
    resumed = Frontier(first.size, list(first.roots))
    resumed.extend(hashes[777:])
    assert resumed.root() == whole.root()
    assert first.completed + resumed.completed == whole.completed


def _root_by_definition(hashes: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1: split at the largest power of two below the size."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(_root_by_definition(hashes[:split]), _root_by_definition(hashes[split:]))
