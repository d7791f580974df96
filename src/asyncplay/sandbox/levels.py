"""Sandbox levels by name, from the safest to none: which are worth trying here, and what cures one that does not work."""

from __future__ import annotations

import os
import shutil

from asyncplay.sandbox import linux

LEVELS = ("contained", "contained-bwrap", "restricted", "guarded", "open")
SPAWN = "ASYNCPLAY_SPAWN"
"""An environment variable that makes Linux start runs as other systems do, each by itself: for tests."""


def spawns() -> bool:
    """Whether runs are started each by itself: there is no zygote off Linux."""
    return not linux.HERE or os.environ.get(SPAWN) == "1"


def possible(level: str) -> str | None:
    """Why a level cannot even be tried here; None where it can."""
    if level == "open":
        return None
    if not linux.HERE:
        return "this needs Linux"
    if spawns() and level != "guarded":
        return "runs are started each by itself here"
    if level == "contained-bwrap" and bubblewrap() is None:
        return "bubblewrap (bwrap) is not installed"
    return None


def bubblewrap() -> str | None:
    """The path of bwrap, which may make namespaces where others may not."""
    return shutil.which("bwrap")


_CURES = (
    ("bubblewrap", "install the package bubblewrap"),
    ("needs Linux", "use Linux, or a Linux container or virtual machine"),
    ("each by itself", f"unset {SPAWN}"),
    ("unshare", "allow user namespaces: sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone=1, or run outside of this container"),
    ("uid_map", "AppArmor forbids it: a profile with `userns,` for this Python, or sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ("mount /proc", "this container hides parts of /proc: start it with --security-opt systempaths=unconfined, or run outside of it"),
    ("mount", "this container forbids mounts: start it with --cap-add SYS_ADMIN or run outside of it"),
    ("Landlock", "a kernel of 5.13 or newer with Landlock on: add landlock to the kernel's lsm= list"),
    ("landlock", "a kernel of 5.13 or newer with Landlock on: add landlock to the kernel's lsm= list"),
    ("seccomp", "a kernel with seccomp filters (CONFIG_SECCOMP_FILTER)"),
    ("system calls are not known", "use an x86-64 or aarch64 machine"),
)


def cure(why: str) -> str:
    """What to do about the reason why a level does not work."""
    return next((text for sign, text in _CURES if sign in why), "see docs/security.md")
