/**
 * Calls of APIs over HTTP: the request with its URL, body and credentials, and how much of an answer is read, for the kamelet {@code rest-call}.
 */
package io.github.mentagateway.destination.rest;
