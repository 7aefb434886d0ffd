package io.github.mentagateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.mentagateway.Compressed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
  private static final String JSON = "{\"action\":\"ticket.updated\",\"data\":{\"name\":\"Niño €\"}}";
  private static final EnvelopeReader READER = new EnvelopeReader(EnvelopeMapper.create());

  @Test
  void a_plain_body_is_given_back_as_it_is() throws Exception {
    byte[] raw = utf8(JSON);

    assertThat(BodyDecoder.decode(raw, Map.of("content-type", "application/json", "content-encoding", "gzip"), 10)).isSameAs(raw);
  }

  @Test
  void several_members_are_one_body_and_what_follows_them_is_ignored() throws Exception {
    byte[] members = Compressed.join(Compressed.gzip(JSON.substring(0, 20)), Compressed.gzip(""), Compressed.gzip(JSON.substring(20)));

    assertThat(name(members, "", "gzip")).isEqualTo("Niño €");
    assertThat(name(Compressed.join(members, new byte[512]), "", "gzip")).isEqualTo("Niño €");
    assertThat(name(Compressed.join(members, utf8("and more")), "", "gzip")).isEqualTo("Niño €");
  }

  @Test
  void a_compressed_body_may_come_to_the_limit_and_not_to_one_byte_more() throws Exception {
    byte[] raw = Compressed.gzip("x".repeat(1000));

    assertThat(BodyDecoder.decode(raw, Map.of(), 1000)).hasSize(1000);
    assertThatExceptionOfType(BodyTooLargeException.class).isThrownBy(() -> BodyDecoder.decode(raw, Map.of(), 999));
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> BodyDecoder.decode(Compressed.times(1000, raw), Map.of(), 999_999));
  }

  @Test
  void what_was_taken_is_read_again_under_the_highest_limit_that_can_be_set() throws Exception {
    String large = JSON.replace("Niño", "x".repeat(3 << 20));

    assertThat(name(Compressed.gzip(large), "", "gzip")).asString().hasSize((3 << 20) + 2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "application/json; charset=windows-1252|windows-1252",
      "application/json;charset=\"windows-1252\"|windows-1252",
      "text/plain; format=flowed; CHARSET='cp1252'|windows-1252",
      "application/json; charset=ISO-8859-1|UTF-8",
      "application/json; charset=us-ascii|UTF-8",
      "application/json; charset=utf-8|UTF-16LE",
      "application/json; charset=UTF-16|UTF-16LE",
      "application/json; charset=ISO-8859-1|UTF-16BE",
      "application/json; charset=ISO-8859-1|UTF-32LE",
      "application/json; charset=UTF-7|UTF-8",
      "application/json; charset=../../etc/passwd|UTF-8",
      "application/json; charset=|UTF-8",
      "charset|UTF-8",
  })
  void the_label_counts_only_where_the_bytes_leave_it_open(String label, String charset) throws Exception {
    assertThat(name(JSON.getBytes(Charset.forName(charset)), label, "")).isEqualTo("Niño €");
  }

  static Stream<Arguments> unreadable() {
    byte[] gzip = Compressed.gzip(JSON);
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 6] ^= 1;
    byte[] latin = JSON.replace("€", "").getBytes(StandardCharsets.ISO_8859_1);
    String notUndone = ", which is not undone: gzip and zlib are";
    return Stream.of(
        Arguments.of("gzip, cut", Arrays.copyOf(gzip, 40), "", "gzip", "the body is compressed with gzip, and cut off"),
        Arguments.of("gzip, cut in its head", Arrays.copyOf(gzip, 2), "", "", "the body is compressed with gzip, and cut off"),
        Arguments.of("gzip, cut before its end", Arrays.copyOf(gzip, gzip.length - 1), "", "gzip",
            "the body is compressed with gzip, and cut off"),
        Arguments.of("gzip, damaged", damaged, "", "gzip", "the body is compressed with gzip, and damaged"),
        Arguments.of("gzip of an unknown method", new byte[] {0x1F, (byte) 0x8B, 7, 0, 0, 0, 0, 0, 0, 0, 0}, "", "",
            "the body is compressed with gzip, and damaged"),
        Arguments.of("zlib, cut", Arrays.copyOf(Compressed.zlib(JSON), 30), "", "deflate", "the body is compressed with zlib, and cut off"),
        Arguments.of("gzip twice", Compressed.gzip(gzip), "", "gzip, gzip", "the body is compressed twice, and only one compression is undone"),
        Arguments.of("brotli", new byte[] {0x0B, 0x1C, -128, 'x', 3}, "", "br", "the body is compressed with br" + notUndone),
        Arguments.of("brotli in gzip", Compressed.gzip(new byte[] {0x0B, 0x1C, -128, 'x', 3}), "", "br, gzip",
            "the body is compressed with br" + notUndone),
        Arguments.of("zstd", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 4}, "", "ZSTD", "the body is compressed with zstd" + notUndone),
        Arguments.of("compress", new byte[] {0x1F, (byte) 0x9D, (byte) 0x90}, "", "compress",
            "the body is compressed with compress" + notUndone),
        Arguments.of("deflate without zlib's head", new byte[] {(byte) 0xAB, 0x56, 0x2A}, "", "deflate",
            "the body is compressed with deflate" + notUndone),
        Arguments.of("a coding of the sender's own", new byte[] {1}, "", "<ana@example.com>", "the body is not JSON (line 1, column 2)"),
        Arguments.of("a form", utf8("payload=%7B%22action%22%3A%22a.b%22%7D"), "application/x-www-form-urlencoded", "",
            "the body is a form, and a notification is JSON"),
        Arguments.of("a form without a label", utf8("payload=%7B%22action%22%3A%22a.b%22%7D"), "", "",
            "the body is a form, and a notification is JSON"),
        Arguments.of("a form in gzip", Compressed.gzip("a=1&b=2"), "", "gzip", "the body is a form, and a notification is JSON"),
        Arguments.of("a form without a name", utf8("%7B%22action%22%3A%22a.b%22%7D"), "", "", "the body is a form, and a notification is JSON"),
        Arguments.of("a form of several parts", utf8("--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{}\r\n--b--"),
            "multipart/form-data; boundary=b", "", "the body is a form, and a notification is JSON"),
        Arguments.of("Base64", utf8("eyJhIjoxfQ=="), "application/json", "", "the body is not JSON (line 1, column 1)"),
        Arguments.of("a text that is no zlib", utf8("x x"), "", "", "the body is not JSON (line 1, column 1)"),
        Arguments.of("no UTF-8", latin, "application/json", "", "the body is no text in UTF-8, and its Content-Type declares no other charset"),
        Arguments.of("a charset that is unknown", latin, "application/json; charset=martian", "",
            "the body is no text in UTF-8, and the charset that its Content-Type declares is unknown"),
        Arguments.of("a charset that is wrong", latin, "application/json; charset=us-ascii", "",
            "the body is text neither in UTF-8 nor in the charset that its Content-Type declares"),
        Arguments.of("a charset that is right", "Niño".getBytes(StandardCharsets.ISO_8859_1), "text/plain; charset=latin1", "",
            "the body is not JSON (line 1, column 1)"),
        Arguments.of("nothing in gzip", Compressed.gzip(""), "", "gzip", "the body is empty"),
        Arguments.of("cut JSON in gzip", Compressed.gzip("{\"a\":"), "", "gzip", "the JSON is cut off (line 1, column 6)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void the_reason_says_what_the_body_is_instead(String kind, byte[] raw, String type, String encoding, String reason) {
    assertThatExceptionOfType(UnusableEnvelopeException.class)
        .isThrownBy(() -> READER.read(raw, Map.of("content-type", type, "content-encoding", encoding)))
        .satisfies(failure -> assertThat(failure.getOriginalMessage()).isEqualTo(reason));
  }

  @Test
  void no_bytes_and_no_charset_of_this_java_make_it_fail() {
    byte[] bytes = new byte[1024];
    new Random(42).nextBytes(bytes);
    for (String charset : Charset.availableCharsets().keySet()) {
      Map<String, String> headers = Map.of("content-type", "application/json; charset=" + charset);
      assertThatNoException().as(charset).isThrownBy(() -> BodyDecoder.decode(bytes, headers, 10));
      assertThatNoException().as(charset).isThrownBy(() -> BodyDecoder.text(bytes, headers));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_body_of_few_bytes_is_shown(int length) {
    for (byte[] head : new byte[][] {{0, 0, 0}, {0x1F, (byte) 0x8B, 8}, {0x78, (byte) 0x9C, 1}, {-2, -1, 0}, {-17, -69, -65}}) {
      assertThat(BodyDecoder.text(Arrays.copyOf(head, length), Map.of())).isNotNull();
    }
  }

  private static Object name(byte[] raw, String type, String encoding) throws Exception {
    return READER.read(raw, Map.of("content-type", type, "content-encoding", encoding)).data().get("name");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
