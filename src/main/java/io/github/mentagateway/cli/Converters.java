package io.github.mentagateway.cli;

import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Parse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the texts of options into values. The error sentence has what was given, and the rule. */
final class Converters {
  private Converters() {}

  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Parse.duration(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "': it " + e.getMessage());
      }
    }
  }

  /** A moment, or how long ago it was. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T") ? Instant.parse(text) : Instant.now().minus(Parse.duration(text));
      } catch (DateTimeParseException | IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "': it must be how long ago, such as 30m, 2h or 3d, or a moment such as"
            + " 2026-11-29T14:05:00Z");
      }
    }
  }

  /** What is wanted: an empty text is a variable of the shell that was not set, and would want all. */
  static final class Wanted implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (text.isBlank()) {
        throw new TypeConversionException("it is empty: leave the option out, or say which");
      }
      return text;
    }
  }

  static final class Listen implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        return Address.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "': it " + e.getMessage());
      }
    }
  }

  static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return number(text, 0, 1, "it must be a share from 0 to 1, such as 0.05");
    }
  }

  static final class Rate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return number(text, 0, 100_000, "it must be a number up to 100000; 0 is as fast as possible");
    }
  }

  static final class Speed implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return number(text, 0.001, 1_000_000, "it must be a number from 0.001 to 1000000; 1 is menta's own time");
    }
  }

  private static double number(String text, double least, double most, String rule) {
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the error below states the rule
    }
    throw new TypeConversionException("'" + text + "': " + rule);
  }
}
