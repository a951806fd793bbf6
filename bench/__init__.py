"""Speed, measured against a rival in the same run on this machine: `make bench` writes bench/results.json."""
