package io.github.mentagateway.routes;

/** An error cannot work or would do harm, and stops a start. A warning is style or a risk, and stops nothing. */
public enum Severity { ERROR, WARNING }
