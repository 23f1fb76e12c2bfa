"""A session of the gateway, its opcodes, and the codes with which Discord ends a connection.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.discord.connection import Connection
from tests.fakes.discord.kinds import Intent, Json


class Op:
    """https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes"""

    DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE = 0, 1, 2, 3, 4
    RESUME, RECONNECT, MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 6, 7, 8, 9, 10, 11


class Closed(Exception):
    """The connection is closed with a code: …/opcodes-and-status-codes#gateway-gateway-close-event-codes"""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


UNKNOWN_OPCODE = (4001, "Unknown opcode.")
DECODE_ERROR = (4002, "Error while decoding payload.")
NOT_AUTHENTICATED = (4003, "Not authenticated.")
AUTHENTICATION_FAILED = (4004, "Authentication failed.")
ALREADY_AUTHENTICATED = (4005, "Already authenticated.")
INVALID_SEQ = (4007, "Invalid seq.")
RATE_LIMITED = (4008, "Rate limited.")
INVALID_SHARD = (4010, "Invalid shard.")
SHARDING_REQUIRED = (4011, "Sharding required.")
INVALID_VERSION = (4012, "Invalid API version.")
INVALID_INTENTS = (4013, "Invalid intent(s).")
DISALLOWED_INTENTS = (4014, "Disallowed intent(s).")


@dataclass(eq=False)
class Session:
    """What a bot identified as, and all it was sent; a connection carries it while there is one."""

    id: str
    shard: tuple[int, int]
    intents: Intent
    connection: Connection | None
    sent: list[Json] = field(default_factory=list)
    lost_at: float = 0

    def tell(self, name: str, data: Json) -> None:
        payload = {"op": Op.DISPATCH, "t": name, "s": len(self.sent) + 1, "d": data}
        self.sent.append(payload)
        if self.connection:
            self.connection.say(payload)

    def is_for(self, server: str) -> bool:
        """Whether events of a server, or of none, go to its shard."""
        number, of = self.shard
        return (int(server) >> 22) % of == number if server else number == 0
