"""Speed as ratios, and how well the forecast and the rules do on simulated recoveries."""
