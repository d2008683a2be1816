#!/usr/bin/env bash
# Holds an image in buildah's storage to what deploy/README.md says of it: no setuid or setgid file, no package manager of Node, no
# compiler, a user that is not root; and runs it, read-only, as that user, without any capability, until it is ready, and stops it.
#   deploy/image/check.sh tidegate                     # with the config that the chart has by default, or CONFIG=file
#   deploy/image/check.sh tidegate:embedded
# Needs podman, and Node to ask. Where there is no systemd: PODMAN_OPTIONS="--cgroup-manager cgroupfs --runtime runc" (and Debian's runc).
set -euo pipefail
cd "$(dirname "$0")/../.."

image=${1:?an image}
if [ "${INSIDE:-}" != yes ] && [ "$(id -u)" != 0 ]; then INSIDE=yes exec buildah unshare "$0" "$@"; fi

container=$(buildah from --pull-never "$image")
root=$(buildah mount "$container")
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  buildah umount "$container" >/dev/null
  buildah rm "$container" >/dev/null
  rm -rf "$work"
}
trap finish EXIT
fail() { echo "FAIL: $1" >&2; exit 1; }

privileged=$(find "$root" -xdev -type f -perm /6000)
[ -z "$privileged" ] || fail "setuid or setgid: $privileged"
tools=$(find "$root" -xdev \( -type f -o -type l \) -path '*/bin/*' \( -name npm -o -name npx -o -name corepack -o -name 'yarn*' -o -name cc -o -name gcc -o -name 'g++' -o -name clang \
  -o -name make -o -name cmake -o -name ld -o -name as -o -name python3 -o -name git -o -name curl -o -name wget -o -name tsc \) -print)
[ -z "$tools" ] || fail "build tools: $tools"
user=$(buildah inspect --type image --format '{{.OCIv1.Config.User}}' "$image")
case "$user" in 0 | 0:* | root* | '') fail "runs as root: '$user'" ;; esac
writable=$(find "$root/app" -xdev \( -user 1000 -o -perm /0002 ! -type l \) -print -quit)
[ -z "$writable" ] || fail "the gateway could write itself: $writable"
echo "no setuid, no build tools, user $user; $(du -sm --one-file-system "$root" | cut -f1) MiB of files"

cat >"$work/tidegate.yaml" <<'YAML'
server: { host: 127.0.0.1, port: 18080 }
admin: { host: 127.0.0.1, port: 19090 }
endpoints: { fake: { upstream: { type: simulated } } }
YAML
[ -z "${CONFIG:-}" ] || cp "$CONFIG" "$work/tidegate.yaml"
chmod 755 "$work"; chmod 644 "$work/tidegate.yaml"
args=(serve --host 127.0.0.1 --port 18080 -c /etc/tidegate/tidegate.yaml)
url=http://127.0.0.1:19090
case "$image" in *embedded) args=(serve --host 127.0.0.1 --port 18080); url=http://127.0.0.1:18080 ;; esac

# Several options.
# shellcheck disable=SC2086
podman ${PODMAN_OPTIONS:-} run --rm --network host --no-healthcheck --read-only --read-only-tmpfs=false --cap-drop ALL \
  --security-opt no-new-privileges --volume "$work/tidegate.yaml:/etc/tidegate/tidegate.yaml:ro" "$image" "${args[@]}" &
pid=$!
ready() { node -e "fetch('$url/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; }
for _ in $(seq 100); do ready && break; kill -0 "$pid" 2>/dev/null || fail "did not start"; sleep 0.3; done
ready || fail "not ready"
# Whoever it runs as here, in the namespace of whoever looks, has no capability and no way to one.
node=$(pgrep -n -f "dist/main.js ${args[*]}")
grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs):' "/proc/$node/status" | tr '\n' ' '; echo
node -e "fetch('http://127.0.0.1:18080/endpoints/fake/invocations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\"instances\":[1]}' }).then(async (r) => { console.log(r.status, await r.text()); process.exit(r.ok ? 0 : 1); })"
kill -TERM "$node"
code=0; wait "$pid" || code=$?
pid=
[ "$code" = 0 ] || fail "exit code $code after SIGTERM"
echo "ran read-only as $user, answered, stopped in order"
