/**
 * Calls of APIs over HTTP, for the kamelet {@code rest-call}: the request with its URL, body and credentials, the connections of an API
 * with its certificates, proxy and tokens, how much of an answer is read, and what it means.
 */
package io.github.mentagateway.destination.rest;
