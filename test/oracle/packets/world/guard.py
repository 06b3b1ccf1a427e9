"""What keeps the host from speaking by itself, and watches a packet where no ruleset under test stands.

A host answers what it receives: a RST to a TCP packet that nobody waits for, an ICMP error for a UDP port without a socket,
the answer of a REJECT, a ping's reply, and it speaks of itself (neighbour discovery, MLD). All of that would walk through
OUTPUT and POSTROUTING and through every user chain that OUTPUT shares with INPUT, and move counters there. So a chain of
nf_tables stands at the very first place of the output hook, before defragmentation, raw and connection tracking, and drops
everything but the packets that the sender stamps (the priority of its socket, which iptables' matches do not see). Those
answers are counted, and never happened for the ruleset. The guard sees packets of one family only, so the other family's
tables stay untouched by it.

A second chain, the last of the input hook but for the confirmation of connections, counts what was let in. And where the
ruleset itself has switched connection tracking on, chains behind the tracking tell the packet's state.
"""

import socket
import struct

from counters import counter_places
from netlink import (
    NFNL_SUBSYS_CTNETLINK,
    NLM_F_ACK,
    NLM_F_APPEND,
    NLM_F_CREATE,
    NLM_F_REQUEST,
    Netlink,
    attribute,
    message,
    nf_tables,
    transaction,
)

# The stamp: a priority that no answer has (those have 0 to 7, by the type of service).
OURS = 0x0BADCAFE
NEWTABLE, NEWCHAIN, NEWRULE, GETRULE = 0, 3, 6, 7
PREROUTING, LOCAL_IN, LOCAL_OUT = 0, 1, 3
DROP, ACCEPT = 0, 1
# Between connection tracking (-200) and mangle (-150).
BEHIND_TRACKING = -175
FIRST = -(2**31)
# One before the place where new connections are confirmed.
LAST = 2**31 - 2
# The bits of nf_tables' `ct state` (include/uapi/linux/netfilter/nf_tables.h, NFT_CT_STATE; nf_conntrack_common.h).
STATES = {"INVALID": 1, "ESTABLISHED": 2, "RELATED": 4, "NEW": 8, "UNTRACKED": 64}


class Guard:
    def __init__(self, family):
        self.family = family
        self.netlink = Netlink()
        self.states = []
        priority = [expression("meta", attribute(1, 1), attribute(2, 2)), compare(1, OURS)]
        drop = expression("immediate", attribute(1, 0), attribute(2, [attribute(2, [attribute(1, DROP)])]))
        # Reports of multicast groups are no answers and come at any time. They alone begin with a hop-by-hop header.
        report = [expression("payload", attribute(1, 1), attribute(2, 1), attribute(3, 6), attribute(4, 1)), compare(0, 0), drop]
        self.commit(
            [
                self.command(NEWTABLE, attribute(1, "guard")),
                self.chain("answers", LOCAL_OUT, FIRST),
                *([self.rule("answers", report)] if family == socket.AF_INET6 else []),
                self.rule("answers", [*priority, counter(), drop]),
                self.chain("input", LOCAL_IN, LAST),
                self.rule("input", [counter()]),
            ]
        )
        self.remember()

    def watch_states(self):
        """Asking for the state switches tracking on, so this is only for rulesets that have done so themselves."""
        commands = []
        for name, hook in (("output", LOCAL_OUT), ("prerouting", PREROUTING)):
            commands.append(self.chain(name, hook, BEHIND_TRACKING))
            for state, bit in STATES.items():
                self.states.append((name, state))
                commands.append(self.rule(name, [expression("ct", attribute(1, 1), attribute(2, 0)), compare(0, bit), counter()]))
        self.commit(commands)
        self.remember()

    def forget_connections(self):
        # IPCTNL_MSG_CT_DELETE without a tuple takes all.
        self.netlink.request(message((NFNL_SUBSYS_CTNETLINK << 8) | 2, NLM_F_REQUEST | NLM_F_ACK, socket.AF_UNSPEC))

    def moved(self):
        """What has been counted since the last call."""
        counted = self.read()
        differences = [now - before for now, before in zip(counted, self.counted)]
        self.counted = counted
        states = [[hook, state] for (hook, state), times in zip(self.states, differences[2:]) for _ in range(times)]
        return {"answers": differences[0], "input": differences[1], "states": states}

    def close(self):
        self.netlink.close()

    def remember(self):
        self.places = None
        self.counted = self.read()

    def read(self):
        data = self.netlink.dump((10 << 8) | GETRULE, self.family)
        if self.places is None or self.length != len(data):
            order = ["answers", "input", "output", "prerouting"]
            found = [(order.index(chain), at) for table, chain, at in counter_places(data) if table == "guard"]
            self.places = [at for _, at in sorted(found)]
            self.length = len(data)
        return [struct.unpack_from("!Q", data, at)[0] for at in self.places]

    def commit(self, commands):
        self.netlink.request(transaction(commands))

    def command(self, kind, attributes):
        return nf_tables(kind, self.family, attributes, NLM_F_CREATE | NLM_F_APPEND)

    def chain(self, name, hook, priority):
        place = attribute(4, [attribute(1, hook), attribute(2, priority)])
        return self.command(NEWCHAIN, attribute(1, "guard") + attribute(3, name) + place + attribute(5, ACCEPT) + attribute(7, "filter"))

    def rule(self, chain, expressions):
        return self.command(NEWRULE, attribute(1, "guard") + attribute(2, chain) + attribute(4, expressions))


def expression(name, *data):
    return attribute(1, [attribute(1, name), attribute(2, list(data))])


def compare(operation, value):
    """Compares register 1 with a number of the host's byte order: operation 0 is equal, 1 is unequal."""
    return expression("cmp", attribute(1, 1), attribute(2, operation), attribute(3, [attribute(1, struct.pack("=I", value))]))


def counter():
    return expression("counter")
