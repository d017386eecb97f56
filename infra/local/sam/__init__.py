"""From `template.yaml` to what the local cloud deploys: read, package without binaries, expand."""
