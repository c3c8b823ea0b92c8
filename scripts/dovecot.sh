#!/bin/bash
# A throw-away Dovecot on loopback for the tests marked `dovecot`: Maildir, IMAP only, any user, password `secret`.
# usage: dovecot.sh install | start DIR PORT | stop DIR        (root; DIR is made, and removed by stop)
set -eu
account=hubmailtest

make_account() {
    # Several may start at once, and none may see half an account.
    (
        flock 9
        getent passwd "$account" > /dev/null || useradd -r -U -d /nonexistent -s /usr/sbin/nologin "$account"
    ) 9> "${TMPDIR:-/tmp}/$account.lock"
}

make_config() {
    local dir=$1 port=$2 uid gid
    uid=$(id -u "$account") gid=$(id -g "$account")
    cat > "$dir/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/state
instance_name = customer-hub-test
log_path = $dir/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
mail_uid = $uid
mail_gid = $gid
first_valid_uid = 1
mail_fsync = never
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=$uid gid=$gid home=$dir/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
CONF
}

case ${1:-} in
install)
    command -v dovecot > /dev/null && exit 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd
    ;;
start)
    dir=$2 port=$3
    make_account
    mkdir -p "$dir/run" "$dir/state" "$dir/mail"
    chmod 755 "$dir"
    chown "$account:" "$dir/mail"
    make_config "$dir" "$port"
    dovecot -c "$dir/dovecot.conf"
    ;;
stop)
    dir=$2
    doveadm -c "$dir/dovecot.conf" stop || true
    # The master process removes its pid file last.
    for _ in $(seq 50); do
        [ -e "$dir/run/master.pid" ] || break
        sleep 0.1
    done
    rm -rf "$dir"
    ;;
*)
    sed -n '2,3p' "$0" >&2
    exit 2
    ;;
esac
