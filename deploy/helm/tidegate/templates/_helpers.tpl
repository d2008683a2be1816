{{- define "tidegate.name" -}}
{{ .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-tidegate" .Release.Name) (contains "tidegate" .Release.Name)) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tidegate.selector" -}}
app.kubernetes.io/name: tidegate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "tidegate.labels" -}}
{{ include "tidegate.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "tidegate.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (ternary (include "tidegate.name" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{/* The config's own defaults stand in for what it leaves out. */}}
{{- define "tidegate.port" -}}
{{ dig "server" "port" 8080 .Values.config | int }}
{{- end }}

{{- define "tidegate.adminPort" -}}
{{ dig "admin" "port" 0 .Values.config | int }}
{{- end }}

{{/* Whole seconds: what the config takes to stop, and some. */}}
{{- define "tidegate.graceSeconds" -}}
{{- $ms := add (dig "server" "shutdownDelayMs" 0 .Values.config) (dig "server" "shutdownGraceMs" 20000 .Values.config) -}}
{{ add (div (add $ms 999) 1000) 1 .Values.extraGraceSeconds }}
{{- end }}

{{/* What a probe or a scrape that comes from outside the pod needs of the config. */}}
{{- define "tidegate.check" -}}
{{- if eq (include "tidegate.adminPort" .) "0" }}{{ fail "config.admin.port must be set: probes and metrics have a port of their own here" }}{{ end }}
{{- if not (has (dig "admin" "host" "127.0.0.1" .Values.config) (list "0.0.0.0" "::")) }}{{ fail "config.admin.host must be 0.0.0.0 or ::, probes come from outside the pod" }}{{ end }}
{{- if and .Values.autoscaling.enabled .Values.keda.enabled }}{{ fail "autoscaling and keda would fight: enable one of them" }}{{ end }}
{{- end }}
