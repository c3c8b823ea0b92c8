#!/bin/bash
# Debian's Chromium, and fonts with Japanese letters, for the tests marked `browser`.
# usage: chromium.sh install        (root)
set -eu

case ${1:-} in
install)
    command -v chromium > /dev/null && exit 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk
    ;;
*)
    sed -n '2,3p' "$0" >&2
    exit 2
    ;;
esac
