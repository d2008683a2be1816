#!/bin/sh
# Brings the tools of `npm run test:deploy` into .cache/deploy-tools by the package managers that are here; what is there already is
# kept. Never fails: what could not be had is named, here and by the tests that need it.
cd "$(dirname "$0")/../../.." || exit 1
to=$PWD/.cache/deploy-tools
mkdir -p "$to/bin" "$to/npm"

say() { printf '%-22s %s\n' "$1" "$2"; }
told() { # name, how it would be had
  if have "$1"; then say "$1" here; else say "$1" "ABSENT ($2)"; fi
}
have() { [ -x "$to/bin/$1" ] || [ -x "$to/py/bin/$1" ] || [ -d "$to/npm/node_modules/$1" ] || command -v "$1" >/dev/null 2>&1; }

by_go() {
  have "$1" || GOBIN="$to/bin" go install "$2" >"$to/$1.log" 2>&1
  told "$1" "go install $2"
}
by_pip() {
  [ -d "$to/py" ] || python3 -m venv "$to/py" >"$to/venv.log" 2>&1
  have "$1" || "$to/py/bin/pip" install --quiet --disable-pip-version-check "$2" >"$to/$1.log" 2>&1
  told "$1" "pip install $2"
}
by_npm() {
  have "$1" || npm install --prefix "$to/npm" --silent --ignore-scripts --no-audit --no-fund "$1@$2" >"$to/npm.log" 2>&1
  told "$1" "npm install $1@$2"
}
by_system() { told "$1" "Debian: $2"; }

by_go kustomize sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
by_go helm helm.sh/helm/v3/cmd/helm@v3.18.6
by_pip kubernetes-validate kubernetes-validate==1.37.0
by_pip cfn-lint cfn-lint==1.58.0
by_pip check-jsonschema check-jsonschema==0.39.0
# A library, with the models of AWS' own API in it; its `jp.py` comes with it.
by_pip jp.py botocore
# The schemas of what is not Kubernetes' own.
by_npm @kubernetes-models/keda 2.0.0
by_npm @kubernetes-models/prometheus-operator 6.0.0
by_system systemd-analyze systemd
by_system promtool prometheus
by_system shellcheck shellcheck
by_system buildah buildah
by_system podman podman
