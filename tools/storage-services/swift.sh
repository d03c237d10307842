#!/usr/bin/env bash
# swift.sh DIR PORT: OpenStack Swift with its S3 API on 127.0.0.1:PORT, its inner servers on the next three ports, all
# data in DIR, which has to be on a file system with user attributes. `stop.sh DIR` ends it.
# REGION: the region that signatures must name (default eu-north-1).
set -Eeuo pipefail
mkdir -p "$1"
dir=$(cd "$1" && pwd)
port=$2
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"
# Only the library: the packages of the servers bring services and users.
packages '/usr/bin/python3 -c "import swift.common.ring" && command -v curl' python3-swift curl
trap 'stop_all' ERR

mkdir -p "$dir/devices/disk"
printf '[swift-hash]\nswift_hash_path_suffix = tests\n' >"$dir/swift.conf"

configure() { # NAME PORT PIPELINE, and the parts of the pipeline on stdin
  cat >"$dir/$1.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
workers = 0
user = $(id -un)
swift_dir = $dir
devices = $dir/devices
mount_check = false
[pipeline:main]
pipeline = $3
CONF
  cat >>"$dir/$1.conf"
}

at=$port
for kind in account container object; do
  at=$((at + 1))
  configure $kind $at $kind-server <<<"[app:$kind-server]
use = egg:swift#$kind"
done
filters='catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo versioned_writes'
configure proxy "$port" "$filters proxy-server" <<CONF
[filter:s3api]
use = egg:swift#s3api
location = ${REGION-eu-north-1}
storage_domain = localhost
[filter:tempauth]
use = egg:swift#tempauth
user_tests_owner = owner+secret/with=signs .admin
user_tests_stranger = strangers-secret
# It has to be there. Nobody listens at port 1, so nothing is ever cached.
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
$(for part in catch_errors gatekeeper healthcheck listing_formats bulk slo versioned_writes; do
  printf '[filter:%s]\nuse = egg:swift#%s\n' $part $part
done)
CONF
/usr/bin/python3 - "$dir" "$port" <<'PYTHON'
import sys
from swift.common.ring import RingBuilder

for port, kind in enumerate(["account", "container", "object"], int(sys.argv[2]) + 1):
    ring = RingBuilder(1, 1, 0)
    ring.add_dev(dict(region=1, zone=1, weight=1, ip="127.0.0.1", port=port, device="disk"))
    ring.rebalance()
    ring.get_ring().save(f"{sys.argv[1]}/{kind}.ring.gz")
PYTHON
for kind in account container object proxy; do
  background $kind.log /usr/bin/python3 -c "import sys
from swift.common import utils, wsgi
utils.set_swift_dir('$dir')
sys.exit(wsgi.run_wsgi('$dir/$kind.conf', '$kind-server', verbose=True))"
done
until_up "http://127.0.0.1:$port/healthcheck"
