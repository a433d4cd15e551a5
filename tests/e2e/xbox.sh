#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on an X server, a session bus and an accessibility bus of its own, in the environment in which the
# window looks and behaves the same every time. Many may run at once.
#
# usage: xbox.sh [-g WIDTHxHEIGHT] [-d DPI] [-c] CMD…
#   -d 192 doubles the text; -c starts a compositor, for round corners in pictures
#
# G_DEBUG is not set here: libatspi itself warns, so only the program that is tested may get fatal-warnings.
set -u
geometry=1280x960 dpi=96 compositor=0
while getopts g:d:c option; do
  case $option in
    g) geometry=$OPTARG ;;
    d) dpi=$OPTARG ;;
    c) compositor=1 ;;
    *) exit 64 ;;
  esac
done
shift $((OPTIND - 1))
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d) || exit 70
trap 'kill $helpers 2>/dev/null; wait $helpers 2>/dev/null; rm -rf "$work"' EXIT
helpers=''

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 "${geometry}x24" -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb.log" 2>&1 &
helpers=$!
read -r -t 20 number <"$work/display" || { echo "xbox.sh: Xvfb did not start" >&2; cat "$work/xvfb.log" >&2; exit 70; }
export DISPLAY=:$number GDK_BACKEND=x11
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GTK_A11Y

mkdir -p "$work/config/gtk-4.0" "$work/run" "$work/home"
chmod 700 "$work/run"
cp "$here/settings.ini" "$work/config/gtk-4.0/settings.ini"
export HOME=$work/home XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work/run
unset XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
# The application's own icon, as if it were installed.
export XDG_DATA_DIRS=${here%/tests/e2e}/data:/usr/local/share:/usr/share
# No GL (much faster to start, and Mesa leaks), no waiting for a portal, settings that nobody else sees.
export GDK_DISABLE=gl,vulkan GSK_RENDERER=cairo GDK_DEBUG=no-portals ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=memory

if [ "$dpi" != 96 ]; then echo "Xft.dpi: $dpi" | xrdb -nocpp -merge; fi
if [ $compositor = 1 ]; then
  picom --backend xrender --config /dev/null >"$work/picom.log" 2>&1 &
  helpers="$helpers $!"
  sleep .5
fi

# What the bus and its services print is not the command's output.
exec 3>&1
# shellcheck disable=SC2016  # the inner shell fills it in
dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh "$@" >&2
