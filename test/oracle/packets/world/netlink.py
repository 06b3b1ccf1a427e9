"""Just enough of netlink: messages, attributes, dumps, batches of nf_tables."""

import os
import socket
import struct

NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP, NLM_F_CREATE, NLM_F_APPEND = 1, 4, 0x300, 0x400, 0x800
NLMSG_ERROR, NLMSG_DONE = 2, 3
NFNL_SUBSYS_CTNETLINK, NFNL_SUBSYS_NFTABLES = 1, 10
BATCH_BEGIN, BATCH_END = 0x10, 0x11
NLA_F_NESTED, NLA_TYPE_MASK = 0x8000, 0x3FFF
HEADER = 20  # nlmsghdr and nfgenmsg


class Netlink:
    """A netfilter netlink socket. It stays in the network namespace where it was made."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
        self.socket.bind((0, 0))
        self.socket.settimeout(30)

    def close(self):
        self.socket.close()

    def request(self, message):
        """Sends messages of which the last one asks for an acknowledgement, and waits for that or for the first error."""
        self.socket.send(message)
        while True:
            for kind, body in messages(self.socket.recv(1 << 16)):
                if kind == NLMSG_ERROR:
                    (code,) = struct.unpack_from("=i", body)
                    if code != 0:
                        raise OSError(-code, "netlink: " + os.strerror(-code))
                    return

    def dump(self, kind, family):
        """Everything of a kind, as the kernel wrote it: some messages in one piece, without the end of the dump."""
        self.socket.send(message(kind, NLM_F_REQUEST | NLM_F_DUMP, family))
        pieces = []
        while True:
            piece = self.socket.recv(1 << 18)
            for what, _, at in positions(piece):
                if what == NLMSG_DONE:
                    pieces.append(piece[:at])
                    return b"".join(pieces)
                if what == NLMSG_ERROR:
                    (code,) = struct.unpack_from("=i", piece, at + 16)
                    raise OSError(-code, "netlink: " + os.strerror(-code))
            pieces.append(piece)


def message(kind, flags, family, attributes=b"", resource=0):
    return struct.pack("=IHHIIBBH", HEADER + len(attributes), kind, flags, 1, 0, family, 0, socket.htons(resource)) + attributes


def nf_tables(kind, family, attributes=b"", flags=0):
    return message((NFNL_SUBSYS_NFTABLES << 8) | kind, NLM_F_REQUEST | flags, family, attributes)


def transaction(commands):
    """Commands that nf_tables carries out together, or not at all."""
    begin = message(BATCH_BEGIN, NLM_F_REQUEST, 0, resource=NFNL_SUBSYS_NFTABLES)
    end = message(BATCH_END, NLM_F_REQUEST | NLM_F_ACK, 0, resource=NFNL_SUBSYS_NFTABLES)
    return begin + b"".join(commands) + end


def attribute(kind, value):
    if isinstance(value, str):
        value = value.encode() + b"\0"
    elif isinstance(value, int):
        value = struct.pack("!I", value & 0xFFFFFFFF)
    elif isinstance(value, list):
        kind |= NLA_F_NESTED
        value = b"".join(value)
    return struct.pack("=HH", len(value) + 4, kind) + value + b"\0" * (-len(value) % 4)


def positions(piece):
    """The kind, the length and the place of each message."""
    at = 0
    while at + 16 <= len(piece):
        length, kind = struct.unpack_from("=IH", piece, at)
        yield kind, length, at
        at += (length + 3) & ~3


def messages(piece):
    for kind, length, at in positions(piece):
        yield kind, piece[at + 16 : at + length]


def attributes(data, start, end):
    """The kind, the first byte and the end of each attribute between two places."""
    at = start
    while at + 4 <= end:
        length, kind = struct.unpack_from("=HH", data, at)
        if length < 4:
            return
        yield kind & NLA_TYPE_MASK, at + 4, at + length
        at += (length + 3) & ~3


def text(data, start, end):
    return data[start:end].split(b"\0")[0].decode()
