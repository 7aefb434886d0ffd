/**
 * Access tokens of OAuth 2, for whatever is called with them: how one is asked for by the client's credentials, how long it is kept, and
 * when another one is fetched. It knows neither the calls that show a token nor how the server that gives them is reached.
 */
package io.github.mentagateway.destination.oauth;
