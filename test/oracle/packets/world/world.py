"""A host under test and its neighbours, in two network namespaces that end with this process.

Reads one job a line (JSON) from standard input and writes one answer a line. A job is a ruleset and packets; each job has
namespaces of its own, so nothing is left over from the one before: tables, connections, a tracking that was switched on.
The namespaces have no name and no file: they live as long as this process holds them open.

What keeps the counters clean is in guard.py; how a packet is waited for is in Wire.settle. Needs Python 3.6 with its
standard library, and `ip`.
"""

import json
import os
import socket
import subprocess
import sys
import traceback

from counters import LegacyTables, NftTables
from guard import Guard
from namespaces import Namespaces, batch, enter, set_all, wait_for_addresses
from wire import Wire


def main():
    # One processor has one backlog of received packets, and that is a queue: see Wire.settle.
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processors[int(sys.argv[1]) % len(processors)]})
    for line in sys.stdin:
        job = json.loads(line)
        try:
            answer = answer_to(job)
        except Exception:  # The caller is told, and the next job starts from nothing.
            answer = {"failure": traceback.format_exc()}
        answer["id"] = job["id"]
        sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
        sys.stdout.flush()


def answer_to(job):
    family = socket.AF_INET if job["family"] == "ipv4" else socket.AF_INET6
    with Namespaces() as namespaces:
        try:
            host, peer, guard = make_world(job, family, namespaces)
        except (OSError, RuntimeError) as error:
            return {"unable": str(error)}
        enter(host)
        loaded = subprocess.run(
            job["restore"], input=job["ruleset"].encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        words = loaded.stdout.decode(errors="replace").strip()
        if loaded.returncode != 0:
            return {"loaded": False, "words": words}
        if job["tracked"]:
            guard.watch_states()
        tables = LegacyTables(family, job["tables"]) if job["backEnd"] == "legacy" else NftTables(family, job["tables"])
        wait_for_addresses(job["addresses"])
        # The wire's sockets stay in the namespace where they were made.
        enter(peer)
        far = Wire.open_far()
        enter(host)
        with Wire(far, family, job["interfaces"]) as wire:
            observed = [observe(packet, wire, guard, tables) for packet in job["packets"]]
        tables.close()
        guard.close()
        answer = {"loaded": True, "words": words, "chains": tables.shape(), "observed": observed}
        if "save" in job:
            answer["saved"] = subprocess.run(job["save"], stdout=subprocess.PIPE, check=True).stdout.decode()
        return answer


def make_world(job, family, namespaces):
    peer = namespaces.make()
    set_all(job["peerSettings"])
    host = namespaces.make()
    set_all(job["hostSettings"])
    # Before any link is up, so that the host's own first words are dropped too.
    guard = Guard(family)
    enter(peer)
    batch(job["peerLinks"].replace("HOST", "/proc/%d/fd/%d" % (os.getpid(), host)))
    enter(host)
    batch(job["hostLinks"])
    return host, peer, guard


def observe(packet, wire, guard, tables):
    """Sends one packet alone and gives what has moved when it and everything that it brought about is over."""
    if packet.get("fresh"):
        guard.forget_connections()
    refused = wire.send(packet)
    delivered = wire.settle()
    watched = guard.moved()
    result = {"moved": tables.moved(), "input": watched["input"], "answers": watched["answers"], "left": delivered}
    if watched["states"]:
        result["states"] = watched["states"]
    if refused:
        result["refused"] = refused
    return result


if __name__ == "__main__":
    main()
