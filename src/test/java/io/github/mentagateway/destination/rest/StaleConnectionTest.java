package io.github.mentagateway.destination.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.destination.RunningKamelets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that closes a connection between two calls, and one that closes it in the middle of a call. */
class StaleConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir
  Path home;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    routes = new RunningKamelets(home, Map.of(), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
  }

  @ParameterizedTest
  @CsvSource({"POST, CLOSE", "PUT, CLOSE", "PATCH, CLOSE", "DELETE, CLOSE", "GET, CLOSE", "POST, RESET"})
  void a_connection_that_the_server_closed_after_an_answer_is_no_failure(String method, ScriptedServer.End end) throws Exception {
    try (ScriptedServer server = new ScriptedServer(() -> OK, end)) {
      call(server, Map.of("method", method));

      for (int calls = 1; calls <= 8; calls++) {
        assertThat(attempt().getException()).isNull();
      }
      assertThat(server.requests()).isEqualTo(8);
      assertThat(server.connections()).isEqualTo(8);
    }
  }

  @Test
  void a_kept_connection_that_ends_when_the_next_call_is_on_it_is_no_failure_either() throws Exception {
    Iterator<String> answers = List.of(OK, "", OK, OK, OK).iterator();
    try (ScriptedServer server = new ScriptedServer(answers::next, ScriptedServer.End.KEEP)) {
      call(server, Map.of());

      for (int calls = 1; calls <= 4; calls++) {
        assertThat(attempt().getException()).isNull();
      }
      // the second call was made twice
      assertThat(server.requests()).isEqualTo(5);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void the_call_on_the_new_connection_is_the_last_one() throws Exception {
    Iterator<String> answers = List.of(OK, "", "", OK).iterator();
    try (ScriptedServer server = new ScriptedServer(answers::next, ScriptedServer.End.KEEP)) {
      call(server, Map.of());
      attempt();

      assertThat(attempt().getException()).isInstanceOf(NoHttpResponseException.class);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "RESET"})
  void a_call_on_a_new_connection_is_made_once(ScriptedServer.End end) throws Exception {
    try (ScriptedServer server = new ScriptedServer(() -> "", end)) {
      call(server, Map.of());

      assertThat(attempt().getException()).isInstanceOf(IOException.class);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nContent-"})
  void a_call_of_which_an_answer_had_begun_is_made_once(String begun) throws Exception {
    Iterator<String> answers = List.of(OK, begun).iterator();
    try (ScriptedServer server = new ScriptedServer(answers::next, ScriptedServer.End.KEEP, 2)) {
      call(server, Map.of());
      attempt();

      assertThat(attempt().getException()).isInstanceOf(IOException.class);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void a_post_without_a_key_is_made_once() throws Exception {
    Iterator<String> answers = List.of(OK, "", OK).iterator();
    try (ScriptedServer server = new ScriptedServer(answers::next, ScriptedServer.End.KEEP)) {
      call(server, Map.of());
      routes.durable.attempt("test", RunningKamelets.ticket("1", "a@example.com"), Map.of());

      Exchange second = routes.durable.attempt("test", RunningKamelets.ticket("1", "a@example.com"), Map.of());

      assertThat(second.getException()).isInstanceOf(NoHttpResponseException.class);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  private void call(ScriptedServer server, Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", server.url() + "/events"));
    parameters.putAll(more);
    routes.use("rest-call", parameters);
  }

  private Exchange attempt() throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("1", "a@example.com"));
  }
}
