"""From minutes to scores, ranks and deciles: arithmetic without data of its own."""
