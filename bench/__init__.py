"""The benchmarks: `python -m bench`, with the peers in the same run; see RESULTS.md."""
