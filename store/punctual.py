"""Connections to PostgreSQL that are given up when nothing is heard on them: a server can hang and still take what is sent.

They are cut off, not cancelled: to cancel a statement the driver asks the server, and waits for that as well.
"""

from __future__ import annotations

import asyncio
import os
import select
import socket
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection, OperationalError
from sqlalchemy import Engine, event

ANSWERS_WITHIN = 2
"""Seconds that PostgreSQL has to take a connection, and to say on an idle one that it is still there: people in chat
wait for three.
"""
LONGEST = 60
"""Seconds that a statement may take."""


class Punctual(AsyncConnection[Any]):
    """A connection that knows how long to wait: for long while a transaction has it, and not while it is only tried."""

    is_lent = False

    async def wait(self, *asked: Any, **how: Any) -> Any:
        """What psycopg waits for every answer with. Raises TimeoutError when a connection that is tried is dead."""
        seconds = LONGEST if self.is_lent else ANSWERS_WITHIN
        clock = asyncio.get_running_loop()
        end = clock.call_later(seconds, self._cut_off)
        try:
            return await super().wait(*asked, **how)
        except OperationalError as error:
            if self.is_lent or clock.time() < end.when():
                raise
            # Nothing of the driver's own: SQLAlchemy would try another connection, and people wait.
            raise TimeoutError(f"nothing was heard from it within {seconds} seconds") from error
        finally:
            end.cancel()

    def _cut_off(self) -> None:
        """Let whoever waits see the end of the connection, unless an answer is there and this process was busy."""
        answer = select.poll()
        answer.register(self.pgconn.socket, select.POLLIN)
        if answer.poll(0):
            return
        with suppress(OSError), socket.socket(fileno=os.dup(self.pgconn.socket)) as ours:
            ours.shutdown(socket.SHUT_RDWR)


def lend(pooled: Engine) -> None:
    """Let an engine tell its connections whether a transaction has them."""

    def lent(connection: Any, *_others: Any) -> None:
        connection.driver_connection.is_lent = True

    def given_back(connection: Any, *_others: Any) -> None:
        if connection is not None:
            connection.driver_connection.is_lent = False

    event.listen(pooled, "checkout", lent)
    event.listen(pooled, "checkin", given_back)
