#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the manifest and starts the result in its sandbox (try.sh) without Flathub: a pair of org.gnome.Platform and
# org.gnome.Sdk is made out of Debian packages and published in a local repository under the names and the branch that
# the manifest asks for. The manifest itself is not changed. `./dev flatpak` calls this, and installs the tools first.
#
# What it shows: the manifest builds, the application starts in its sandbox with exactly its permissions, brings its own
# c-ares, and its desktop file and metainfo are valid. What it cannot show: the exact versions of GNOME's runtime.
#
# The work folder keeps the runtime for the next time (1.6 GB; 3.5 GB while it is made).
set -euo pipefail

usage () {
  cat <<'EOF'
usage: local-runtime.sh [options]      (as root, on Debian 12 or newer)
  --suite NAME        Debian suite of which the runtime is made (default trixie)
  --work DIR          work folder (default /var/tmp/signpost-flatpak)
  --user NAME         the ordinary user who builds and starts it (default nobody)
  --sources DIR       folder with source archives; each is recognised by its sha256
  --screenshot FILE   where the picture goes (default WORK/screenshot.png)
EOF
}

here=$(cd "$(dirname "$0")" && pwd)
manifest_name=io.github.signpost_mail.Signpost.json
suite=trixie work=/var/tmp/signpost-flatpak user=nobody sources='' shot=''
# Debian's packages of c-ares come from an archive that is, bit for bit, the one which the manifest names.
archive_package=c-ares archive_suite=forky
while [ $# -gt 0 ]; do
  case $1 in
    --suite) suite=$2; shift ;;
    --work) work=$2; shift ;;
    --user) user=$2; shift ;;
    --sources) sources=$(realpath "$2"); shift ;;
    --screenshot) shot=$(realpath "$2"); shift ;;
    -h|--help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
  shift
done

say () { echo "== $*"; }
die () { echo "flatpak: $*" >&2; exit 1; }
logged () { # LOG CMD…: quiet unless it fails
  local log=$1; shift
  "$@" >"$log" 2>&1 || { tail -n 30 "$log" >&2; die "$1 failed; the whole log is $log"; }
}

[ "$(id -u)" = 0 ] || { echo "flatpak: only root can make the local runtime" >&2; exit 69; }
mkdir -p "$work"
[ -O "$work" ] && [ ! -L "$work" ] || die "$work belongs to somebody else"
chmod 755 "$work"
shot=${shot:-$work/screenshot.png}
repo=$work/repo out=$work/app arch=$(uname -m)

# The machine's own mirror; nothing, and with it mmdebstrap's default, if there is none that we understand.
# shellcheck disable=SC2016  # apt fills these in
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
  awk '($1 == "Debian" || $1 == "$(ORIGIN)") && $2 ~ /\/debian\/?$/ { print $2; exit }') || true

field () { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$here/$manifest_name" "$1"; }
runtime=$(field runtime) sdk=$(field sdk) version=$(field runtime-version)

# ------------------------------------------------------------------------------------------------- the runtime
# What org.gnome.Platform and org.gnome.Sdk hold, as far as a GTK program in C needs it. What a module of the manifest
# brings must not be here: the check in to_runtime guards that.
platform_packages=(libgtk-4-1 libgtk-4-bin libadwaita-1-0 libsoup-3.0-0 libpsl5t64 libjson-glib-1.0-0 libsqlite3-0
  libgnutls30t64 libidn2-0 publicsuffix glib-networking gsettings-desktop-schemas adwaita-icon-theme hicolor-icon-theme
  fonts-dejavu-core fonts-cantarell librsvg2-common shared-mime-info ca-certificates tzdata locales xkb-data
  dconf-gsettings-backend libglib2.0-bin dbus-bin)
sdk_packages=(gcc g++ libc6-dev make meson ninja-build cmake pkgconf gettext desktop-file-utils appstream
  appstream-compose libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libpsl-dev libjson-glib-dev libsqlite3-dev
  libgnutls28-dev libidn2-dev blueprint-compiler gobject-introspection python3 patch file xz-utils elfutils
  libxml2-utils)
brought_by_modules='libcares.so*'

bootstrap () { # FOLDER PACKAGE…
  local folder=$1; shift
  # The stored copy of a testing suite can be older than its own date of expiry; signatures are checked all the same.
  mmdebstrap --quiet --variant=essential --include="$(IFS=,; echo "$*")" --dpkgopt=force-unsafe-io \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" "$folder" ${mirror:+"$mirror"}
}

# A Debian root becomes a runtime: files/ is the sandbox's /usr, files/etc its /etc.
to_runtime () { # ROOT FOLDER NAME
  local root=$1 folder=$2 name=$3 files=$2/files x
  chroot "$root" localedef -i en_US -f UTF-8 en_US.UTF-8       # "flatpak build" sets that locale
  rm -rf "$folder"; mkdir -p "$folder"
  mv "$root/usr" "$files"; mv "$root/etc" "$files/etc"; rm -rf --one-file-system "$root"
  # What flatpak supplies itself, and what makes no sense without an init system or apt.
  (cd "$files/etc" && rm -rf passwd* group* shadow* gshadow* subuid* subgid* resolv.conf hostname hosts mtab fstab \
    machine-id localtime timezone .pwd.lock apt systemd init.d rc?.d cron* ld.so.cache ld.so.conf.d)
  # An empty regular file tells flatpak to write its own, with /app/lib in it, and to run ldconfig, found in /usr/bin.
  : >"$files/etc/ld.so.conf"
  [ -e "$files/bin/ldconfig" ] || ln -s ../sbin/ldconfig "$files/bin/ldconfig"
  choose_lib "$files"
  # The repository takes no set-id bits, devices or unreadable files.
  find "$files" -perm /6000 -exec chmod u-s,g-s {} +
  find "$files" ! -type f ! -type d ! -type l -delete
  chmod -R u+rwX,go+rX "$files"
  mkdir -p "$files/share/runtime/locale"
  if [ "$name" = "$sdk" ]; then old_compose "$files/bin/appstream-compose"; else rm -rf "$files/share/i18n"; fi
  [ -z "$(find "$files/lib" -name "$brought_by_modules" -print -quit)" ] ||
    die "$name holds $brought_by_modules, which a module of the manifest is to bring"
  cat >"$folder/metadata" <<EOF
[Runtime]
name=$name
runtime=$runtime/$arch/$version
sdk=$sdk/$arch/$version

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
EOF
}
# flatpak-builder before 1.4 tells CMake and meson no library folder; they choose "lib" by themselves where /usr/lib64
# is no real folder (and, for CMake, where /etc/debian_version exists).
choose_lib () { # FILES
  local files=$1 x
  [ -d "$files/lib64" ] && [ ! -L "$files/lib64" ] || return 0
  for x in "$files"/lib64/*; do
    [ -e "$files/lib/${x##*/}" ] || ln -s "$(readlink "$x" | sed 's|^\.\./lib/||; s|^/lib/||; s|^/usr/lib/||')" "$files/lib/${x##*/}"
  done
  rm -rf "${files:?}/lib64"
  ln -s lib "$files/lib64"
}
# The same old builder runs appstream-compose, which Debian no longer has, in the SDK, after it has moved the metainfo to
# its former place: give the new tool what it looks for.
old_compose () { # FILE
  rm -f "$1"
  cat >"$1" <<'EOF'
#!/bin/sh
for last; do :; done
new=/app/share/metainfo/$last.metainfo.xml
[ -e "$new" ] || { mkdir -p /app/share/metainfo; cp "/app/share/appdata/$last.appdata.xml" "$new"; }
exec appstreamcli compose --prefix=/ --origin="$last" --result-root=/app \
  --data-dir=/app/share/app-info/xmls --icons-dir=/app/share/app-info/icons/flatpak \
  --components="$last" --print-report=full /app
EOF
  chmod 755 "$1"
}
make_runtime () {
  local key name
  key=$( { declare -f bootstrap to_runtime choose_lib old_compose
    echo "$suite $mirror $runtime $sdk $version ${platform_packages[*]} ${sdk_packages[*]}"; } | sha256sum | cut -c1-16)
  [ "$(cat "$work/runtime.key" 2>/dev/null)" != "$key" ] || { say "the runtime is there already"; return; }
  [ "$(df --output=avail -BM "$work" | tail -n 1 | tr -dc 0-9)" -ge 4500 ] || die "4.5 GB must be free in $work"
  rm -rf "$work/runtime.key" "$work/root" "$work/rt" "$repo"
  mkdir -p "$work/root"
  say "making $runtime and $sdk $version out of Debian's packages (two minutes)"
  logged "$work/platform.log" bootstrap "$work/root/$runtime" "${platform_packages[@]}"
  logged "$work/sdk.log" bootstrap "$work/root/$sdk" "${platform_packages[@]}" "${sdk_packages[@]}"
  ostree init --mode=archive-z2 --repo="$repo"
  ostree config --repo="$repo" set archive.zlib-level 1
  for name in "$runtime" "$sdk"; do
    to_runtime "$work/root/$name" "$work/rt/$name" "$name"
    logged "$work/export.log" flatpak build-export --runtime --disable-sandbox --files=files --metadata=metadata \
      "$repo" "$work/rt/$name" "$version"
  done
  logged "$work/summary.log" flatpak build-update-repo "$repo"
  rm -rf "$work/rt" "$work/root"
  echo "$key" >"$work/runtime.key"           # last, so that a broken run starts over
}

# ------------------------------------------------------------------------------------------------- the sources
# flatpak-builder looks in <state>/downloads/<sha256>/ before it downloads.
place_archives () { # prints what is missing, status 1 if anything is
  python3 - "$here/$manifest_name" "$out/state/downloads" "$work/sources" ${sources:+"$sources"} <<'EOF'
import hashlib, json, pathlib, shutil, sys

manifest, downloads, *folders = sys.argv[1:]
have = {}
for folder in folders:
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file():
            have[hashlib.sha256(path.read_bytes()).hexdigest()] = path
missing = []
for module in json.load(open(manifest))["modules"]:
    for source in module["sources"]:
        if "url" not in source:
            continue
        target = pathlib.Path(downloads) / source["sha256"] / source["url"].rsplit("/", 1)[-1]
        if target.exists():
            continue
        if source["sha256"] in have:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(have[source["sha256"]], target)
        else:
            missing.append(source["url"])
print("\n".join(missing))
sys.exit(bool(missing))
EOF
}
find_archives () {
  mkdir -p "$work/sources"
  place_archives >/dev/null && return
  [ -z "$mirror" ] || fetch_debian_archive || true
  place_archives >/dev/null || say "flatpak-builder has to download: $(place_archives || true)"
}
fetch_debian_archive () {
  local apt=$work/apt
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $archive_suite main" >"$apt/sources.list"
  cat >"$apt/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt/sources.list"; Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$apt/lists"; Dir::Cache "$apt/cache"; APT::Sandbox::User "root";
Acquire::Check-Valid-Until "false"; Acquire::Languages "none";
EOF
  (cd "$work/sources" && export APT_CONFIG=$apt/apt.conf &&
    apt-get -q update && apt-get -q source --download-only --tar-only "$archive_package") >"$apt/log" 2>&1
}
# The builder may not be able to read where the checkout lies; it gets a copy, without builds and history.
copy_checkout () {
  rm -rf "$out/source"; mkdir -p "$out/source"
  tar -c -C "$here/.." --exclude='./_build*' --exclude='./shots' --exclude=./.git . | tar -x -C "$out/source"
}

mkdir -p "$out/state"
make_runtime
find_archives
copy_checkout
mkdir -p "$out/home"
chown -R "$user": "$out"
# One session bus for all of it. Installing as an ordinary user asks the system bus for parental controls and fails
# where there is none: lend it the session bus.
{
  runuser -u "$user" -- env HOME="$out/home" dbus-run-session -- sh -c '
    [ -S /run/dbus/system_bus_socket ] || export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS
    exec "$@"' - "$out/source/flatpak/try.sh" "$out" "file://$repo" 2>&1 1>&3 |
    sed '/^$/d; /^dbus-daemon/d; /^SpiRegistry/d' >&2
} 3>&1
cp "$out/screenshot.png" "$shot"
say "the picture is $shot"
