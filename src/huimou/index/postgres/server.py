"""Connections to a PostgreSQL server, and what goes wrong with it, in words for people."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from huimou.address import can_be_shown, shown
from huimou.errors import HuimouError, IndexMismatchError

Connection = psycopg.Connection[tuple[Any, ...]]

_DEFAULTS = {"connect_timeout": "10", "keepalives_idle": "30", "application_name": "huimou"}
"""Where the address says nothing else. A firewall may drop a connection that rests while a build encodes."""

_SESSION = "SET jit = off; SET hnsw.ef_search = 400; SET hnsw.iterative_scan = relaxed_order"
"""Compiling costs more than these queries. The graph is searched wide enough for 200 rows, and on until as
many of the wanted reports are found (pgvector 0.8)."""


class Server:
    """A database. Connections are opened when they are needed, kept and used again.

    Safe from several threads: each takes a connection of its own for as long as it needs it.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._idle: list[Connection] = []
        weakref.finalize(self, _close, self._idle)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection that commits each statement by itself; it is closed if anything goes wrong.

        Raises:
            HuimouError: The server cannot be reached, or it refuses; whatever psycopg raises is told so.
        """
        with _told(self.address):
            connection = self._idle.pop() if self._idle else self._connect()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def rows(self, query: sql.Composed, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query that changes nothing finds; binary, so that vectors and blobs come as bytes.

        A connection that has died while it rested (a server started anew) is replaced.
        """
        while self._idle:
            try:
                with self.connection() as connection:
                    return _rows(connection, query, values)
            except HuimouError as error:
                cause = error.__cause__
                if not isinstance(cause, psycopg.OperationalError) or not _lost(cause):
                    raise
        with self.connection() as connection:
            return _rows(connection, query, values)

    def _connect(self) -> Connection:
        try:
            if not can_be_shown(self.address):
                raise psycopg.ProgrammingError
            said = conninfo_to_dict(self.address)
            complete = make_conninfo(self.address, **{k: v for k, v in _DEFAULTS.items() if k not in said})
        except psycopg.ProgrammingError:
            # What psycopg says of it may quote the password, or a part of it taken for a host or a port.
            raise HuimouError(
                f"数据库地址写得不对：{shown(self.address)}。应为 postgresql://用户@主机/库；"
                "密码里的 @ : / ? # % 要写成 %40 %3A %2F %3F %23 %25，"
                "或者不写在地址里，放进环境变量 PGPASSWORD。\n"
                "Not the address of a database: percent-encode special characters, or use PGPASSWORD."
            ) from None
        connection = psycopg.connect(complete, autocommit=True)
        connection.execute(_SESSION)
        return connection


@cache
def server(address: str) -> Server:
    """The database at an address; its connections serve the whole process."""
    return Server(address)


def table(name: str, build: str) -> sql.Identifier:
    """The table `name` of a build."""
    return sql.Identifier("huimou", f"{name}_{build}")


def _rows(connection: Connection, query: sql.Composed, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(query, values).fetchall()


def _close(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()


def _lost(error: psycopg.OperationalError) -> bool:
    """Whether a connection that had been open is the reason."""
    return error.sqlstate is None or error.sqlstate.startswith(("57P", "08"))


@contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise _explained(address, error) from error


def _explained(address: str, error: psycopg.Error) -> HuimouError:
    """What went wrong, for people."""
    where = shown(address)
    reason = _reason(address, error)
    match error:
        case psycopg.errors.UndefinedTable() | psycopg.errors.InvalidSchemaName():
            return IndexMismatchError(
                f"{where} 里正在用的索引被删掉了（{reason}）。"
                f"请再试一次，或重建：huimou index --index {where}\n"
                f"The index in {where} is gone. Try again, or rebuild it."
            )
        case psycopg.errors.InsufficientPrivilege():
            return HuimouError(
                f"数据库用户没有权限：{reason}（{where}）。建索引要能在库里建模式和扩展，提问只要能读，"
                "见 docs/postgres.md；请找数据库管理员。\n"
                f"The database user may not do that: {reason}. See docs/postgres.md."
            )
        case psycopg.errors.DiskFull():
            return HuimouError(
                f"数据库的磁盘满了：{reason}（{where}）。原来的索引没有动；请腾出空间再试。\n"
                f"The database's disk is full: {reason}. The old index is untouched."
            )
        case psycopg.OperationalError() if error.sqlstate is None:
            return HuimouError(
                f"连不上数据库 {where}：{reason}。请检查主机、端口、用户、库名和密码"
                "（密码可放进环境变量 PGPASSWORD），再试一次。\n"
                f"Cannot connect to {where}: {reason}. Check host, port, user, database and password."
            )
    return HuimouError(
        f"数据库 {where} 出错：{reason}。原来的索引没有动。\n"
        f"The database failed: {reason}. The old index is untouched."
    )


def _reason(address: str, error: psycopg.Error) -> str:
    """What the server or the client library says, in one line, without the password."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    reason = (error.diag.message_primary or lines[0]).strip().removeprefix("connection failed: ")
    try:
        password = conninfo_to_dict(address).get("password")
    except psycopg.ProgrammingError:
        password = None
    return reason.replace(str(password), "…") if password else reason
