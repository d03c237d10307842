#!/usr/bin/env bash
# ceph.sh DIR PORT: Ceph's S3 gateway on 127.0.0.1:PORT, its monitor on the next port, all data in the memory of a third
# process. DIR gets its configuration and logs. `stop.sh DIR` ends it.
set -Eeuo pipefail
mkdir -p "$1"
dir=$(cd "$1" && pwd)
port=$2
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"
packages 'command -v radosgw ceph-mon ceph-osd ceph curl' radosgw ceph-mon ceph-osd ceph-common curl
trap 'tail -n 20 "$dir"/*.log >&2; stop_all' ERR

mkdir "$dir/mon" "$dir/osd"
fsid=$(cat /proc/sys/kernel/random/uuid)
osd=$(cat /proc/sys/kernel/random/uuid)
cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$((port + 1))
public network = 127.0.0.0/8
keyring = $dir/keyring
run dir = $dir
admin socket =
log file = $dir/\$name.log
mon data = $dir/mon
mon cluster log file = /dev/null
mon allow pool size one = true
osd data = $dir/osd
osd objectstore = memstore
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
rgw rados pool pg num min = 1
rgw dns name = localhost
rgw thread pool size = 32
CONF
export CEPH_CONF="$dir/ceph.conf"

new_user() { # NAME KEY SECRET
  timeout 60 radosgw-admin user create "--uid=$1" "--display-name=$1" "--access-key=$2" "--secret-key=$3"
}

{
  ceph-authtool -C "$dir/keyring" -n mon. --gen-key --cap mon 'allow *'
  for name in client.admin osd.0; do
    ceph-authtool "$dir/keyring" -n $name --gen-key --cap mon 'allow *' --cap osd 'allow *'
  done
  monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$((port + 1))]" "$dir/monmap"
  ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
  background mon.log ceph-mon -f -i a
  timeout 60 ceph osd new "$osd"
  ceph-osd --mkfs -i 0 --osd-uuid "$osd"
  background osd.log ceph-osd -f -i 0
  new_user owner OWNERKEY 'owner+secret/with=signs'
  new_user stranger STRANGERKEY strangers-secret
  new_user suspended SUSPENDEDKEY suspended-secret
  timeout 60 radosgw-admin user suspend --uid=suspended
} >"$dir/setup.log" 2>&1
background gateway.log radosgw -f -n client.admin --rgw-frontends="beast endpoint=127.0.0.1:$port"
until_up "http://127.0.0.1:$port/"
