#!/bin/bash
# strace, with which the crash tests kill a hub at its k-th write system call, and let its disk fill up or fail.
# usage: strace.sh install        (root; does nothing where it is installed)
set -eu
case "${1:-}" in
install)
    command -v strace >/dev/null && exit 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null
    ;;
*)
    echo "usage: strace.sh install" >&2
    exit 2
    ;;
esac
