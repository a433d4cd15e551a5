#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the manifest, installs the result for this user only, starts it in its sandbox on an X server of its own, looks
# from outside whether it is confined as the manifest says, and takes a picture. Run it as an ordinary user with a
# session bus: root keeps all its capabilities inside a sandbox.
#
# usage: try.sh OUT RUNTIME-REPOSITORY      everything is kept in OUT; the picture is OUT/screenshot.png
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$1 runtime_repo=$2
manifest=$here/io.github.signpost_mail.Signpost.json
arch=$(uname -m)

say () { echo "== $*"; }
die () { echo "flatpak: $*" >&2; exit 1; }
logged () { # LOG CMD…: quiet unless it fails
  local log=$1; shift
  "$@" >"$log" 2>&1 || { tail -n 30 "$log" >&2; die "$1 failed; the whole log is $log"; }
}
field () { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$manifest" "$1"; }
id=$(field id) runtime=$(field runtime) sdk=$(field sdk) version=$(field runtime-version)

# Nothing of the person's own, and no other installation of flatpak.
export HOME=$out/home FLATPAK_USER_DIR=$out/flatpak FLATPAK_SYSTEM_DIR=$out/no-system XDG_RUNTIME_DIR=$out/run
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_DIRS WAYLAND_DISPLAY
mkdir -p "$HOME" "$FLATPAK_SYSTEM_DIR" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
cd "$out"

build_and_install () {
  local options=(--user --force-clean --disable-updates --rebuild-on-sdk-change --state-dir="$out/state"
    --repo="$out/repo" --default-branch=local)
  # Without access to /dev/fuse the error would be a misleading "not initialized".
  { [ -r /dev/fuse ] && [ -w /dev/fuse ]; } || options+=(--disable-rofiles-fuse)
  logged "$out/runtime.log" flatpak --user remote-add --if-not-exists --no-gpg-verify local-runtime "$runtime_repo"
  logged "$out/runtime.log" flatpak --user install -y --noninteractive --or-update --reinstall local-runtime \
    "$runtime//$version" "$sdk//$version"
  say "building $id"
  rm -rf "$out/repo"
  logged "$out/build.log" flatpak-builder "${options[@]}" "$out/build" "$manifest"
  sed -n '/^\[Context\]/,/^$/p' "$out/build/metadata"
  logged "$out/install.log" flatpak --user remote-add --if-not-exists --no-gpg-verify local-app "file://$out/repo"
  logged "$out/install.log" flatpak --user install -y --noninteractive --or-update --reinstall local-app "$id//local"
}
validate () {
  local f
  desktop-file-validate "$out/build/export/share/applications/$id.desktop"
  for f in "$out"/build/files/share/metainfo/*.xml "$out"/build/files/share/appdata/*.xml; do
    [ ! -e "$f" ] || flatpak build "$out/build" appstreamcli validate --no-net "/app/${f#"$out/build/files/"}"
  done
}
start_and_look () {
  local number app bubblewrap pid status=0 colours=0
  rm -f "$out/display"; mkfifo "$out/display"
  Xvfb -displayfd 3 -screen 0 1100x800x24 -nolisten tcp 3>"$out/display" >"$out/xvfb.log" 2>&1 &
  xvfb=$!
  trap 'kill $xvfb 2>/dev/null' EXIT
  read -r -t 20 number <"$out/display" || die "Xvfb did not start"
  export DISPLAY=:$number
  # This runtime has no GL extension, hence the cairo renderer.
  flatpak run --user --env=GSK_RENDERER=cairo --env=GDK_DISABLE=gl,vulkan "$id//local" >"$out/app.log" 2>&1 &
  app=$!
  for ((i = 0; i < 120 && colours <= 16; i++)); do
    sleep .5
    kill -0 $app 2>/dev/null || break
    import -window root "$out/screenshot.png" 2>/dev/null || continue
    colours=$(identify -format %k "$out/screenshot.png")
  done
  sleep 2
  import -window root "$out/screenshot.png" || true
  if kill -0 $app 2>/dev/null; then
    # The list names bubblewrap's first process inside; the program is its child.
    bubblewrap=$(flatpak ps --columns=application,runtime,child-pid | awk -v i="$id" -v r="$runtime" '$1 == i && $2 == r { p = $3 } END { print p }')
    pid=$(ps -o pid= --ppid "$bubblewrap" | awk 'NR == 1 { print $1 }')
    check_sandbox "$bubblewrap" "${pid:-$bubblewrap}" || status=1
  else
    echo "the application ended early"; status=1
  fi
  flatpak kill "$id" 2>/dev/null || true
  wait $app 2>/dev/null || true
  say "what the application wrote:"; grep -v '^$' "$out/app.log" | head -n 20 || true
  [ "$colours" -gt 16 ] || { echo "no window appeared"; status=1; }
  return $status
}
check_sandbox () { # BUBBLEWRAP PID
  local root=/proc/$1/root status=0 ns
  try () { local what=$1; shift; if "$@" >/dev/null 2>&1; then echo "ok      $what"; else echo "FAILED  $what"; status=1; fi; }
  other_namespace () { [ "$(readlink "/proc/self/ns/$1")" != "$(readlink "/proc/$2/ns/$1")" ]; }
  try "it knows its name" grep -qx "name=$id" "$root/.flatpak-info"
  try "it runs on the runtime of the manifest" grep -qx "runtime=runtime/$runtime/$arch/$version" "$root/.flatpak-info"
  for ns in mnt pid user; do try "it has a $ns namespace of its own" other_namespace $ns "$2"; done
  try "system calls are filtered" grep -q '^Seccomp:.*2' "/proc/$2/status"
  try "it cannot gain privileges" grep -q '^NoNewPrivs:.*1' "/proc/$2/status"
  try "it has no capabilities" grep -q '^CapEff:.*0000000000000000' "/proc/$2/status"
  try "files of the machine are out of sight" test ! -e "$root$out/build/metadata"
  try "c-ares comes from the application" grep -q '\(/app\|/files/lib\)/.*libcares' "/proc/$2/maps"
  return $status
}

build_and_install
validate
start_and_look
