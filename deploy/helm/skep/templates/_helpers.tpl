{{- define "skep.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "skep.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "skep.labels" -}}
{{ include "skep.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "skep.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "skep.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "skep.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* The configuration file: what the chart knows, and what `config` says instead. */}}
{{- define "skep.config" -}}
{{- $server := dict "listen" "0.0.0.0:9083" -}}
{{- if .Values.tls.secret -}}
{{- $_ := set $server "tls-certificate" "/etc/skep/tls/tls.crt" -}}
{{- $_ := set $server "tls-key" "/etc/skep/tls/tls.key" -}}
{{- $_ := set $server "tls" .Values.tls.mode -}}
{{- end -}}
{{- $database := dict "url" (required "database.url: where is the metastore's database?" .Values.database.url) "pool-size" (int .Values.database.poolSize) "password-file" "/etc/skep/database/password" -}}
{{- $warehouse := dict "root" (required "warehouse: where do tables keep their files? s3://bucket/path, for example" .Values.warehouse) -}}
{{- $ours := dict "server" $server "admin" (dict "listen" "0.0.0.0:9084") "database" $database "warehouse" $warehouse "log" (dict "format" "json") -}}
{{- mergeOverwrite $ours (deepCopy .Values.config) | toToml -}}
{{- end -}}

{{- define "skep.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "skep.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "skep.env" -}}
- name: SKEP_CONFIG
  value: /etc/skep/skep.toml
- name: SKEP_DATABASE_USER
  valueFrom:
    secretKeyRef: {name: {{ .Values.database.secret }}, key: {{ .Values.database.userKey }}}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "skep.mounts" -}}
- {name: config, mountPath: /etc/skep/skep.toml, subPath: skep.toml, readOnly: true}
- {name: database, mountPath: /etc/skep/database, readOnly: true}
{{- if .Values.tls.secret }}
- {name: tls, mountPath: /etc/skep/tls, readOnly: true}
{{- end }}
{{- end -}}

{{- define "skep.volumes" -}}
- name: config
  configMap: {name: {{ include "skep.fullname" . }}}
- name: database
  secret:
    secretName: {{ .Values.database.secret }}
    defaultMode: 0440
    items:
      - {key: {{ .Values.database.passwordKey }}, path: password}
{{- if .Values.tls.secret }}
- name: tls
  secret: {secretName: {{ .Values.tls.secret }}, defaultMode: 0440}
{{- end }}
{{- end -}}
