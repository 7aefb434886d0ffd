/**
 * Calls of APIs over HTTP, for the kamelet {@code rest-call}: the request with its URL, body and credentials, and how much of an answer is
 * read.
 */
package io.github.mentagateway.destination.rest;
