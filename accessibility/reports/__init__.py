"""Reports as pages that open in any browser, without a network and without scripts."""
