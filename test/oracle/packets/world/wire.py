"""The way for packets into the host, out of it, and within it."""

import base64
import errno
import socket
import struct

from guard import OURS

ETH_P_ALL = 0x0003
ETH_P_IP = 0x0800
ETH_P_IPV6 = 0x86DD
# An EtherType for local experiments (IEEE 802): no protocol of the kernel takes it.
SENTINEL = 0x88B5
SOL_PACKET = 263
PACKET_IGNORE_OUTGOING = 23
PACKET_OUTGOING = 4
IPV6_HDRINCL = 36


class Wire:
    """Sends packets into the host, from it, and within it, and sees what it lets out."""

    @staticmethod
    def open_far():
        far = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        try:
            far.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        except OSError:
            pass  # A kernel before 4.20: what goes out is told apart when it is read.
        return far

    def __init__(self, far, family, interfaces):
        self.far = far
        self.near = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(SENTINEL))
        self.family = family
        self.raw = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)
        if family == socket.AF_INET:
            self.raw.setsockopt(socket.IPPROTO_IP, socket.IP_HDRINCL, 1)
        else:
            self.raw.setsockopt(socket.IPPROTO_IPV6, IPV6_HDRINCL, 1)
        self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_PRIORITY, OURS)
        self.mark = 0
        # The far end of each of the host's interfaces.
        self.far_end = interfaces
        self.near_end = {far_end: near_end for near_end, far_end in interfaces.items()}
        self.number = 0
        self.wait_for_links()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in (self.far, self.near, self.raw):
            each.close()

    def send(self, packet):
        """Gives the name of the error with which the kernel took a packet of the host's own back: EPERM where a rule drops it."""
        data = base64.b64decode(packet["bytes"])
        if "enters" in packet:
            self.far.sendto(data, (self.far_end[packet["enters"]], 0))
            return None
        mark = packet.get("mark", 0)
        if mark != self.mark:
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, struct.pack("=I", mark))
            self.mark = mark
        try:
            self.raw.sendto(data, (packet["to"], 0))
        except OSError as error:
            return errno.errorcode.get(error.errno, str(error.errno))
        return None

    def wait_for_links(self):
        """A link that is up drops what it is given until the kernel has noticed its carrier, which it does in its own time."""
        for each in (self.far, self.near):
            each.settimeout(0.02)
        for attempt in range(500):
            try:
                self.settle()
                break
            except socket.timeout:
                if attempt == 499:
                    raise
        for each in (self.far, self.near):
            each.settimeout(10)

    def settle(self):
        """
        Waits until the packet has run its whole way, and gives the interfaces that it left by.

        What a processor receives by a veth link or the loopback interface stands in one queue (the backlog), and one packet
        is done with before the next is begun. So when a frame that was sent after the packet has come in, the packet is done
        with too. A first round of such frames, into the host, is for the packet; a second one, out of it, for what the
        packet made the host send.
        """
        self.number += 1
        frame = b"\0" * 12 + struct.pack("!HI", SENTINEL, self.number) + b"\0" * 40
        self.near.sendto(frame, ("lo", SENTINEL))
        for far_end in self.far_end.values():
            self.far.sendto(frame, (far_end, SENTINEL))
        waiting = {"lo"} | set(self.far_end)
        while waiting:
            data, address = self.near.recvfrom(2048)
            if data[12:18] == frame[12:18]:
                waiting.discard(address[0])
        for near_end in self.far_end:
            self.near.sendto(frame, (near_end, SENTINEL))
        waiting = set(self.near_end)
        left = []
        while waiting:
            data, address = self.far.recvfrom(2048)
            if address[2] == PACKET_OUTGOING:
                continue
            (kind,) = struct.unpack_from("!H", data, 12)
            if kind == SENTINEL and data[12:18] == frame[12:18]:
                waiting.discard(address[0])
            elif kind == (ETH_P_IP if self.family == socket.AF_INET else ETH_P_IPV6):
                left.append(self.near_end[address[0]])
        return left
