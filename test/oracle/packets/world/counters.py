"""The counters of every rule and policy, read as iptables-save reads them but without starting a program for it.

A table's layout is read once, after the ruleset was loaded; from then on the counters lie at known places.
"""

import ctypes
import socket
import struct

from netlink import Netlink, attributes, positions, text

POLICY = -1
HOOKS = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]
GETCHAIN, GETRULE = 4, 7

libc = ctypes.CDLL(None, use_errno=True)


class Tables:
    """Counters with the table, the chain and the rule's place in it; POLICY stands for the chain's policy."""

    def start(self):
        self.counted = self.read()

    def moved(self):
        """What has moved since the last call: table, chain, place, packets."""
        counted = self.read()
        before, self.counted = self.counted, counted
        if counted == before:
            return []
        return [[*rule, now - then] for rule, now, then in zip(self.rules, counted, before) if now != then]

    def shape(self):
        """How many rules each chain has."""
        shape = {}
        for table, chain, place in self.rules:
            chains = shape.setdefault(table, {})
            chains[chain] = max(chains.get(chain, 0), place + 1)
        return shape


class LegacyTables(Tables):
    """
    struct ipt_entry and struct ip6t_entry of include/uapi/linux/netfilter_ipv4/ip_tables.h and netfilter_ipv6/ip6_tables.h:
    the rules of a table in one piece, a user chain begins with an ERROR entry that names it, and every chain ends with an
    entry for its policy, or with the user chain's silent RETURN.
    """

    def __init__(self, family, tables):
        self.socket = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.level = socket.IPPROTO_IP if family == socket.AF_INET else socket.IPPROTO_IPV6
        self.target_at, self.counter_at = (88, 96) if family == socket.AF_INET else (140, 152)
        self.tables = []
        self.rules = []
        # Asking for a table makes it, so only those that the ruleset has are asked for.
        for table in tables:
            info = self.ask(64, table.encode().ljust(84, b"\0"))
            hooks = struct.unpack_from("=11I", info, 32)
            self.lay_out(table, hooks, struct.unpack_from("=I", info, 80)[0])
        self.start()

    def lay_out(self, table, hooks, size):
        request = struct.pack("=32sI4x", table.encode(), size)
        data = self.ask(65, request.ljust(40 + size, b"\0"))
        valid, starts, ends = hooks[0], hooks[1:6], hooks[6:11]
        first_of = {starts[hook]: HOOKS[hook] for hook in range(5) if valid & (1 << hook)}
        policy_of = {ends[hook] for hook in range(5) if valid & (1 << hook)}
        places = []
        chain, place, at = "", 0, 0
        entries = []
        while at < size:
            target, following = struct.unpack_from("=HH", data, 40 + at + self.target_at)
            name = text(data, 40 + at + target + 2, 40 + at + target + 31)
            if at in first_of:
                chain, place = first_of[at], 0
            if name == "ERROR":
                # The end of a user chain is the entry before the next chain's beginning: its silent RETURN.
                chain, place = text(data, 40 + at + target + 32, 40 + at + target + 62), 0
            else:
                entries.append((chain, POLICY if at in policy_of else place, 40 + at + self.counter_at))
                place += 1
            at += following
        last = {chain: place for chain, place, _ in entries if place != POLICY}
        built_in = set(first_of.values())
        for chain, place, at in entries:
            if chain not in built_in and place == last[chain]:
                continue
            self.rules.append((table, chain, place))
            places.append(at)
        self.tables.append((request.ljust(40 + size, b"\0"), places))

    def read(self):
        counted = []
        for request, places in self.tables:
            data = self.ask(65, request)
            counted.extend(struct.unpack_from("=Q", data, at)[0] for at in places)
        return counted

    def close(self):
        self.socket.close()

    def ask(self, option, request):
        # Python's own getsockopt passes nothing in, and takes 1,024 bytes at most.
        data = ctypes.create_string_buffer(request, len(request))
        length = ctypes.c_uint32(len(request))
        if libc.getsockopt(self.socket.fileno(), self.level, option, data, ctypes.byref(length)) != 0:
            raise OSError(ctypes.get_errno(), "the counters of a legacy table")
        return data.raw


class NftTables(Tables):
    def __init__(self, family, tables):
        self.netlink = Netlink()
        self.family = family
        self.tables = tables
        self.lengths = None
        self.start()

    def read(self):
        rules = self.netlink.dump((10 << 8) | GETRULE, self.family)
        chains = self.netlink.dump((10 << 8) | GETCHAIN, self.family)
        if self.lengths is None:
            self.lay_out(rules, chains)
        elif self.lengths != (len(rules), len(chains)):
            raise RuntimeError("the ruleset changed under the packets")
        counted = [struct.unpack_from("!Q", rules, at)[0] for at in self.rule_places]
        counted.extend(struct.unpack_from("!Q", chains, at)[0] for at in self.chain_places)
        return counted

    def lay_out(self, rules, chains):
        self.lengths = (len(rules), len(chains))
        self.rules, self.rule_places, self.chain_places = [], [], []
        counts = {}
        for table, chain, at in counter_places(rules):
            if table not in self.tables:
                continue
            place = counts.get((table, chain), 0)
            counts[table, chain] = place + 1
            self.rules.append((table, chain, place))
            self.rule_places.append(at)
        for _, length, start in positions(chains):
            table, name, counter = "", "", None
            # NFTA_CHAIN_TABLE, _NAME, _COUNTERS.
            for kind, begin, end in attributes(chains, start + 20, start + length):
                if kind == 1:
                    table = text(chains, begin, end)
                elif kind == 3:
                    name = text(chains, begin, end)
                elif kind == 8:
                    counter = packets_place(chains, begin, end)
            if counter is not None and table in self.tables:
                self.rules.append((table, name, POLICY))
                self.chain_places.append(counter)

    def close(self):
        self.netlink.close()


def counter_places(dump):
    """The table, the chain and the place of the counter of every rule in a dump of nf_tables' rules."""
    for _, length, start in positions(dump):
        table = chain = ""
        found = None
        # NFTA_RULE_TABLE, _CHAIN, _EXPRESSIONS.
        for kind, begin, end in attributes(dump, start + 20, start + length):
            if kind == 1:
                table = text(dump, begin, end)
            elif kind == 2:
                chain = text(dump, begin, end)
            elif kind == 4:
                for _, inner, inner_end in attributes(dump, begin, end):
                    found = counter_of(dump, inner, inner_end) or found
        if found is not None:
            yield table, chain, found


def counter_of(dump, start, end):
    """The place of an expression's packet counter, where the expression is a counter."""
    is_counter = False
    for kind, begin, stop in attributes(dump, start, end):
        if kind == 1:
            is_counter = text(dump, begin, stop) == "counter"
        elif kind == 2 and is_counter:
            return packets_place(dump, begin, stop)
    return None


def packets_place(dump, start, end):
    # NFTA_COUNTER_PACKETS
    return next((begin for kind, begin, _ in attributes(dump, start, end) if kind == 2), None)
