//! What `deploy/` says to Kubernetes: the chart renders to the checked-in manifests, Kubernetes' own schemas accept
//! them, and Skep accepts the configuration in them.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Tally;
use crate::{Outcome, apt, command, golang, layout, skep};

/// The patterns: a values file, and the manifest of the same name that it renders to.
const PATTERNS: [(&str, &str); 2] = [("dedicated", "hive-metastore-svc"), ("external", "hive-metastore")];

const HELM: &str = "helm.sh/helm/v3/cmd/helm@v3.19.0";
/// Knows the schemas of Kubernetes by itself, without asking a cluster or a site.
const VALIDATOR: &str = "sigs.k8s.io/kubectl-validate@v0.0.4";
const KUBERNETES: &str = "1.30";
/// Schemas of what is not Kubernetes' own: a module, a file in it, the one that we use.
const CUSTOM: [(&str, &str); 2] = [
    (
        "github.com/prometheus-operator/prometheus-operator@v0.85.0",
        "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
    ),
    ("github.com/kubeflow/spark-operator/v2@v2.3.0", "config/crd/bases/sparkoperator.k8s.io_sparkapplications.yaml"),
];

pub fn run() -> Outcome<Tally> {
    let helm = golang::tool("helm", HELM)?;
    let validator = golang::tool("kubectl-validate", VALIDATOR)?;
    let mut tally = Tally::default();
    let mut check = |name: String, outcome| tally.check(format_args!("deploy: {name}"), outcome);
    for (pattern, release) in PATTERNS {
        let rendered = render(&helm, pattern, release)?;
        check(format!("the chart renders to {pattern}.yaml"), same(&rendered, pattern));
        check(format!("skep accepts the configuration of {pattern}.yaml"), configuration(&rendered));
    }
    let custom = custom()?;
    for file in manifests()? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut validate = Command::new(&validator);
        validate.args(["--version", KUBERNETES, "--local-crds"]).arg(&custom).arg(&file);
        check(format!("Kubernetes {KUBERNETES} accepts {name}"), command::run(&mut validate).map(drop));
    }
    let mut lint = Command::new(&helm);
    lint.args(["lint", "--strict"]).arg(chart()).arg("--values").arg(values("dedicated"));
    check("helm finds nothing in the chart".to_owned(), command::run(&mut lint).map(drop));
    Ok(tally)
}

fn folder() -> PathBuf {
    layout::checkout().join("deploy")
}

fn chart() -> PathBuf {
    folder().join("helm/skep")
}

fn values(pattern: &str) -> PathBuf {
    folder().join(format!("helm/values/{pattern}.yaml"))
}

fn render(helm: &Path, pattern: &str, release: &str) -> Outcome<String> {
    let mut template = Command::new(helm);
    template.args(["template", release]).arg(chart());
    template.args(["--namespace", "hive-metastore", "--kube-version", KUBERNETES]).arg("--values").arg(values(pattern));
    command::run(&mut template)
}

/// `SKEP_BLESS=1` writes the manifest anew.
fn same(rendered: &str, pattern: &str) -> Outcome {
    let golden = folder().join(format!("manifests/{pattern}.yaml"));
    if std::env::var_os("SKEP_BLESS").is_some() {
        return std::fs::write(&golden, rendered).map_err(|e| format!("{}: {e}", golden.display()));
    }
    let expected = std::fs::read_to_string(&golden).map_err(|e| format!("{}: {e}", golden.display()))?;
    if expected == rendered {
        return Ok(());
    }
    let line = expected.lines().zip(rendered.lines()).position(|(a, b)| a != b);
    let at = line.unwrap_or_else(|| expected.lines().count().min(rendered.lines().count()));
    let of = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    Err(format!("line {}: {} is rendered as {}; SKEP_BLESS=1 takes it over", at + 1, of(&expected), of(rendered)))
}

/// The file in the ConfigMap, checked by the program it is for. What it names is not here: the password's file and
/// the certificate's become ones that are.
fn configuration(rendered: &str) -> Outcome {
    let home = layout::emptied(layout::scratch().join("deploy"))?;
    let text = block(rendered, "  skep.toml: |").replace("/etc/skep/", &format!("{}/", home.display()));
    let file = home.join("skep.toml");
    let save = |path: PathBuf, text: &str| {
        layout::made(path.parent().expect("below home").to_path_buf());
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
    };
    save(file.clone(), &text)?;
    save(home.join("database/password"), "secret")?;
    if text.contains("tls-key") {
        apt::need("/usr/bin/openssl", &["openssl"])?;
        let tls = layout::made(home.join("tls"));
        let mut certificate = Command::new("openssl");
        certificate.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        certificate.args(["-subj", "/CN=skep", "-keyout"]).arg(tls.join("tls.key"));
        command::run(certificate.arg("-out").arg(tls.join("tls.crt")))?;
    }
    let mut check = Command::new(skep::binary(skep::Build::Debug)?);
    command::run(check.args(["config", "check", "--config"]).arg(file)).map(drop)
}

/// A literal block of YAML without its indentation.
fn block(text: &str, head: &str) -> String {
    let lines = text.lines().skip_while(|line| *line != head).skip(1);
    lines.map_while(|line| line.strip_prefix("    ")).fold(String::new(), |all, line| all + line + "\n")
}

/// A folder with the schemas of `CUSTOM`.
fn custom() -> Outcome<PathBuf> {
    let folder = layout::emptied(layout::scratch().join("custom-resources"))?;
    for (module, file) in CUSTOM {
        let from = golang::module(module)?.join(file);
        let to = folder.join(from.file_name().expect("a file"));
        std::fs::copy(&from, to).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    Ok(folder)
}

/// Every manifest for `kubectl apply`, and the pod templates.
fn manifests() -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for place in ["manifests", "sidecar"] {
        let folder = folder().join(place);
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        found.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    found.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn a_block_ends_where_its_indentation_does() {
        let text = "data:\n  skep.toml: |\n    [log]\n      format = 1\n    \n    x = 2\n---\nkind: x\n";
        assert_eq!(block(text, "  skep.toml: |"), "[log]\n  format = 1\n\nx = 2\n");
    }
}
