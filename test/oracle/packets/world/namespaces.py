"""Network namespaces without a name or a file, and what is set up in them."""

import ctypes
import os
import socket
import subprocess
import time

CLONE_NEWNET = 0x40000000

# Python 3.12 has these two calls itself.
libc = ctypes.CDLL(None, use_errno=True)


class Namespaces:
    """
    Makes network namespaces, and lets go of them at the end. The process stays in the last one that it entered, until it
    makes another: root of a user namespace may not come back to where it began.
    """

    def __enter__(self):
        self.made = []
        return self

    def make(self):
        if libc.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        made = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.made.append(made)
        return made

    def __exit__(self, *_):
        for each in self.made:
            os.close(each)


def enter(namespace):
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def set_all(settings):
    for name, value in settings:
        if name.startswith("?") and not os.access("/proc/sys/net/" + name[1:], os.W_OK):
            continue
        with open("/proc/sys/net/" + name.lstrip("?"), "w") as file:
            file.write(value)


def wait_for_addresses(addresses):
    """An IPv6 address is not the host's own until a queue of the kernel's has got to it, even without duplicate address detection."""
    wanted = {socket.inet_pton(socket.AF_INET6, address).hex() for address in addresses if ":" in address}
    end = time.monotonic() + 10
    while wanted:
        with open("/proc/self/net/ipv6_route") as file:
            routes = [line.split() for line in file]
        # RTF_LOCAL
        wanted -= {route[0] for route in routes if int(route[8], 16) & 0x80000000}
        if time.monotonic() > end:
            raise TimeoutError("the host does not take its own addresses")


def batch(commands):
    """Runs many commands of `ip` in one process."""
    done = subprocess.run(
        ["ip", "-batch", "-"], input=commands.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        raise RuntimeError("ip: " + done.stdout.decode(errors="replace").strip())
