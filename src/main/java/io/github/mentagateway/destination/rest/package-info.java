/**
 * Calls of APIs over HTTP, for the kamelets {@code rest-call} and {@code rest-batch}: the request with its URL, body and credentials, the
 * connections of an API with its certificates, proxy and tokens, how much of an answer is read, and what it means.
 */
package io.github.mentagateway.destination.rest;
