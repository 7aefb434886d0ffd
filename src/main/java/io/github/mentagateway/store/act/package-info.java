/** The acts of people: recorded before they are carried out, found by what they were about, removed when they are old. */
package io.github.mentagateway.store.act;
