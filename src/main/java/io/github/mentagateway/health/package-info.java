/** What the checks of the gateway's health have in common. Each check stands with what it looks at. */
package io.github.mentagateway.health;
