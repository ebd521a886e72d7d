"""The table on DynamoDB: one pynamodb model, one client (a second one costs 50 ms and 10 MB at cold start)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from botocore.exceptions import BotoCoreError
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from .rows import Change, Conflict, Delete, Key, Lost, Page, Put, Row, Test, Unavailable, Write

# API Gateway gives up after 29 s; the SDK's own 60 s would outlive every caller.
CONNECT_SECONDS, READ_SECONDS, RETRIES = 1.0, 3.0, 3
# Reasons for which somebody else's write is to blame. The others (throttling, a fault of ours) are no conflict.
LOST_TO_ANOTHER = frozenset({"ConditionalCheckFailed", "TransactionConflict"})

_FAILED = (PynamoDBException, BotoCoreError)
# botocore does not look at Content-Length: an answer that was cut short counts as an empty one, over which pynamodb then stumbles.
_CUT_SHORT = (KeyError, AttributeError)


class _Item(Model):
    """The shape of every item. Bound to a table by `DynamoTable`."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute(null=True)
    data = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    fingerprint = UnicodeAttribute(null=True)
    duty = UnicodeAttribute(null=True)
    job = UnicodeAttribute(null=True)
    duty_since = UnicodeAttribute(null=True)
    idle_since = UnicodeAttribute(null=True)
    roles = UnicodeSetAttribute(null=True)
    expires = NumberAttribute(null=True)


_FIELDS = Row.__struct_fields__


class DynamoTable:
    """`Table` over DynamoDB. `host` is an emulator's or a proxy's address; None means AWS itself."""

    def __init__(self, name: str, region: str, host: str | None = None, *, pool: int = 10) -> None:
        meta = {
            "table_name": name,
            "region": region,
            "host": host,
            "connect_timeout_seconds": CONNECT_SECONDS,
            "read_timeout_seconds": READ_SECONDS,
            "max_retry_attempts": RETRIES,
            "max_pool_connections": pool,
        }
        self._item = cast(type[_Item], type("Item", (_Item,), {"Meta": type("Meta", (), meta)}))

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        wanted = list(dict.fromkeys(keys))
        try:
            found = list(self._item.batch_get(wanted, consistent_read=True))
        except (*_FAILED, *_CUT_SHORT) as error:
            raise _unavailable(error) from error
        return {row.key: row for row in map(_row, found)}

    def query(self, pk: str, *, prefix: str = "", after: str | None = None, upto: str | None = None, limit: int = 100) -> Page:
        if _beyond(prefix, after, upto):
            return Page((), None)
        start = {"pk": {"S": pk}, "sk": {"S": after}} if after is not None and after >= prefix else None
        try:
            results = self._item.query(
                pk,
                self._range(prefix, upto),
                consistent_read=True,
                limit=limit,
                page_size=limit,
                last_evaluated_key=start,
            )
            found = list(results)
        except (*_FAILED, *_CUT_SHORT) as error:
            raise _unavailable(error) from error
        last = results.last_evaluated_key
        return Page(tuple(map(_row, found)), last["sk"]["S"] if last else None)

    def _range(self, prefix: str, upto: str | None) -> Condition | None:
        if upto is not None:
            return self._item.sk <= upto
        return self._item.sk.startswith(prefix) if prefix else None

    def commit(self, writes: Sequence[Write]) -> None:
        transaction = TransactWrite(connection=self._connection())
        for write in writes:
            self._add(transaction, write)
        try:
            with transaction:
                pass
        except TransactWriteError as error:
            raise self._refused(error, writes) from error
        except _FAILED as error:
            raise _unavailable(error) from error

    def _connection(self) -> Connection:
        return self._item._get_connection().connection

    def _add(self, transaction: TransactWrite, write: Write) -> None:
        """The old row is asked for wherever there is a condition, so that the loser can be told who won without another read."""
        match write:
            case Put(row, tests):
                values = {name: value for name in _FIELDS if (value := getattr(row, name)) is not None}
                transaction.save(self._item(**values), self._condition(tests), return_values="ALL_OLD" if tests else None)
            case Change(key, set_, remove, tests):
                actions = [getattr(self._item, name).set(value) for name, value in set_.items()]
                actions += [getattr(self._item, name).remove() for name in remove]
                condition = self._item.pk.exists() & self._condition(tests) if tests else self._item.pk.exists()
                transaction.update(self._item(*key), actions, condition, return_values="ALL_OLD")
            case Delete(key):
                transaction.delete(self._item(*key))

    def _condition(self, tests: tuple[Test, ...]) -> Condition | None:
        whole: Condition | None = None
        for test in tests:
            one = _condition(getattr(self._item, test.attribute), test)
            whole = one if whole is None else whole & one
        return whole

    def _refused(self, error: TransactWriteError, writes: Sequence[Write]) -> Exception:
        """Match the reasons to the writes. pynamodb sends deletes first, then puts, then updates, and so they come back."""
        sent = [write for kind in (Delete, Put, Change) for write in writes if isinstance(write, kind)]
        lost = []
        for write, reason in zip(sent, error.cancellation_reasons, strict=False):
            if reason is not None and reason.code in LOST_TO_ANOTHER:
                raw = reason.raw_item
                lost.append(Lost(write, reason.code, _row(self._item.from_raw_data(raw)) if raw else None))
        return Conflict(lost) if lost else _unavailable(error)


def _unavailable(error: Exception) -> Unavailable:
    """Named after the cause. pynamodb's own `cause_response_code` fails itself when the connection was lost."""
    cause = getattr(error, "cause", None) or error
    response = getattr(cause, "response", None) or {}
    return Unavailable(response.get("Error", {}).get("Code") or type(cause).__name__)


def _beyond(prefix: str, after: str | None, upto: str | None) -> bool:
    """Nothing can follow `after` here. DynamoDB refuses a starting key outside of the range that is asked for."""
    if after is None:
        return False
    return after >= upto if upto is not None else after > prefix and not after.startswith(prefix)


def _condition(attribute: Any, test: Test) -> Condition:
    if test.must == "be_absent":
        return cast(Condition, attribute.does_not_exist())
    if test.must == "contain":
        return cast(Condition, attribute.contains(test.value))
    return cast(Condition, attribute == test.value)


def _row(item: Any) -> Row:
    values = item.attribute_values
    roles = values.get("roles")
    return Row(**{**values, "roles": frozenset(roles)} if roles is not None else values)
