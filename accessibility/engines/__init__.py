"""What answers queries: engines that take a prepared query and blocks of origins."""
