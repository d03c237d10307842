# Sourced by the other scripts. What they start is written down with its start time, so that no later process that
# happens to get the same id is ever ended.

# packages COMMAND PACKAGE…: installs Debian packages where the command fails. None of them may start a service.
packages() {
  local present=$1 policy=/usr/sbin/policy-rc.d
  shift
  if ! eval "$present" >/dev/null 2>&1; then
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && trap "rm -f $policy" EXIT; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
  fi >"$dir/packages.log" 2>&1 || { tail -n 5 "$dir/packages.log" >&2 && return 1; }
}

# background LOG COMMAND…: starts a process of its own session.
background() {
  local log=$1
  shift
  setsid "$@" </dev/null >>"$dir/$log" 2>&1 &
  echo "$! $(cut -d' ' -f22 "/proc/$!/stat")" >>"$dir/processes"
}

# until_up URL: waits until the URL responds, for as long as the process that was started last lives.
until_up() {
  for _ in $(seq 300); do
    curl -sf -o "$dir/up" "$1" && return
    kill -0 $! || break
    sleep 0.2
  done
  tail -n 20 "$dir"/*.log >&2
  return 1
}

running() {
  [ "$(awk '$3 != "Z" { print $22 }' "/proc/$1/stat" 2>/dev/null)" = "$2" ]
}

# signal NAME: to every process that is still the one that was started; fails when there is none.
signal() {
  local sent=1 pid began
  while read -r pid began; do
    if running "$pid" "$began"; then kill "-$1" "$pid" && sent=0; fi
  done <"$dir/processes"
  return $sent
}

# stop_all: ends what was started in the folder, first politely.
stop_all() {
  [ -f "$dir/processes" ] || return 0
  signal TERM || true
  for _ in $(seq 50); do
    signal 0 || { rm "$dir/processes" && return; }
    sleep 0.1
  done
  signal KILL || true
  rm "$dir/processes"
}
