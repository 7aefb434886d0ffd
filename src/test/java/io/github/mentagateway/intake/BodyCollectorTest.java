package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyCollectorTest {

  @ParameterizedTest
  @CsvSource({"200000,200000,16384", "-1,200000,1", "-1,3000,700", "10,10,3", "0,0,1", "5,3,1", "3,5,2"})
  void what_was_added_comes_back_to_the_byte(long declared, int length, int part) {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) (i * 31);
    }
    Buffer whole = Buffer.buffer(body);
    BodyCollector collector = new BodyCollector(declared, 262_144);
    for (int from = 0; from < length; from += part) {
      assertThat(collector.add(whole.slice(from, Math.min(length, from + part)))).isTrue();
    }
    assertThat(collector.bytes()).isEqualTo(body);
  }

  @Test
  void the_first_byte_over_the_limit_is_not_taken() {
    BodyCollector collector = new BodyCollector(-1, 5);
    assertThat(collector.add(Buffer.buffer("12345"))).isTrue();
    assertThat(collector.add(Buffer.buffer("6"))).isFalse();
    assertThat(collector.bytes()).hasSize(5);
  }
}
