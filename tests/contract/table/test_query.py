"""A partition is read in the order of its sort keys, in part or whole, page by page."""

from __future__ import annotations

import pytest

from chalicelib.store.rows import Page
from tests.contract.table.rows import HERE, a_row, put, sks, the


def test_a_partition_is_read_in_the_order_of_its_sort_keys(table):
    put(table, *(a_row(sk) for sk in ("b", "a", "C", "10", "9")), a_row("a", pk="LIST#dorset#triage"))
    assert table.query(HERE) == Page(tuple(a_row(sk) for sk in ("10", "9", "C", "a", "b")), None)


def test_an_empty_partition_is_an_empty_page(table):
    assert table.query("LIST#nobody#queue") == Page((), None)


def test_a_prefix_narrows_a_query(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "STATE", "EVENT")))
    assert sks(table.query(HERE, prefix="EVENT#")) == ["EVENT#1", "EVENT#2"]
    assert sks(table.query(HERE, prefix="NONE#")) == []


def test_upto_includes_its_bound(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert sks(table.query(HERE, upto="2")) == ["1", "2"]
    assert sks(table.query(HERE, upto="0")) == []


def test_after_leaves_its_bound_out_and_it_need_not_exist(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert sks(table.query(HERE, after="1")) == ["2", "3"]
    assert sks(table.query(HERE, after="2x")) == ["3"]
    assert sks(table.query(HERE, after="3")) == []


def test_between_after_and_upto(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3", "4")))
    assert sks(table.query(HERE, after="1", upto="3")) == ["2", "3"]


def test_nothing_lies_between_a_bound_and_an_earlier_one(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert table.query(HERE, after="3", upto="2") == Page((), None)
    assert table.query(HERE, after="2", upto="2") == Page((), None)


def test_after_within_a_prefix(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "EVENT#3", "STATE")))
    assert sks(table.query(HERE, prefix="EVENT#", after="EVENT#1")) == ["EVENT#2", "EVENT#3"]


def test_after_something_outside_the_prefix(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "STATE")))
    assert sks(table.query(HERE, prefix="EVENT#", after="DUE")) == ["EVENT#1", "EVENT#2"]
    assert sks(table.query(HERE, prefix="EVENT#", after="FACT")) == []


def test_the_limit_is_kept_and_the_page_says_where_to_go_on(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    page = table.query(HERE, limit=2)
    assert (sks(page), page.after) == (["1", "2"], "2")


@pytest.mark.parametrize("options", [{}, {"prefix": "k"}, {"upto": "k22"}], ids=["all", "prefix", "upto"])
@pytest.mark.parametrize("limit", [1, 5, 7, 23, 24, 100])
def test_paging_to_the_end_finds_each_row_once_in_order(table, limit, options):
    put(table, *(a_row(f"k{n:02d}") for n in range(23)))
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = table.query(HERE, after=after, limit=limit, **options)
        assert len(page.rows) <= limit
        found, after, pages = found + sks(page), page.after, pages + 1
    assert found == [f"k{n:02d}" for n in range(23)]


def test_a_write_is_seen_by_the_next_read(table):
    for n in range(20):
        put(table, a_row("1", version=n))
        assert the(table, a_row()).version == n
        assert table.query(HERE).rows[0].version == n


def test_a_page_larger_than_a_megabyte_is_paged_within(table):
    put(table, *(a_row(f"{n}", data="x" * 300_000) for n in range(6)))
    assert sks(table.query(HERE, limit=6)) == list("012345")
