#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Renders every page in every variant: starts shots.py, which drives the real program over the practice world, once
# for each variant in an environment that looks like it. Two at a time.
#
# usage: BUILD=folder shots.sh OUTDIR [VARIANT…]
# shots.py is called as: shots.py OUTDIR VARIANT; it writes OUTDIR/PAGE-VARIANT.png. What it must know of a variant
# besides the environment is the width of the window: SHOTS_WIDTH, SHOTS_HEIGHT.
set -u
out=$1; shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- light dark narrow large rtl

export PATH="$BUILD/src/ui:$BUILD/src/cli:$PATH" GSETTINGS_SCHEMA_DIR="$BUILD/data"
export SHOTS_WIDTH=1000 SHOTS_HEIGHT=720

shoot () { # VARIANT
  local options=(-c -g 1600x1400) locale=()
  case $1 in
    light) ;;
    dark) export ADW_DEBUG_COLOR_SCHEME=prefer-dark ;;
    narrow) export SHOTS_WIDTH=360 SHOTS_HEIGHT=720 ;;
    large) options+=(-d 192); export SHOTS_HEIGHT=900 ;;
    rtl) make_locale || return; locale=(env "LOCPATH=$locales" LC_ALL=he_IL.UTF-8 LANGUAGE=he) ;;
    *) echo "shots.sh: no variant is called $1" >&2; return 64 ;;
  esac
  "${locale[@]}" "$here/xbox.sh" "${options[@]}" "$here/shots.py" "$out" "$1" 2>&1 | sed -E "/$noise/d"
  return "${PIPESTATUS[0]}"
}
# What the buses and libatspi always say.
noise='^$|^dbus-daemon|dbind-WARNING|^SpiRegistry daemon|^X connection to'

# GTK turns itself around where its own translation is for such a language.
make_locale () {
  locales=$(mktemp -d)
  localedef --no-archive -i he_IL -f UTF-8 "$locales/he_IL.UTF-8" >/dev/null 2>&1
  [ -e "$locales/he_IL.UTF-8/LC_CTYPE" ]
}

status=0 pids=()
for variant; do
  (shoot "$variant") &
  pids+=($!)
  if [ ${#pids[@]} -ge 2 ]; then wait "${pids[0]}" || status=1; pids=("${pids[@]:1}"); fi
done
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
exit $status
