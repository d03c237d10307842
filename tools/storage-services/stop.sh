#!/usr/bin/env bash
# stop.sh DIR: ends the processes that ceph.sh or swift.sh started there, and no others.
set -euo pipefail
dir=$(cd "$1" && pwd)
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"
stop_all
