package io.github.mentagateway.destination.database;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On H2 in the mode of each database. */
class UpsertTest extends UpsertSuite {

  @ParameterizedTest
  @CsvSource({"MySQL, MySQL", "MySQL, MariaDB", "Oracle, Oracle", "SQL Server, MSSQLServer"})
  void a_row_is_inserted_or_updated_and_never_goes_back(String vendor, String mode) throws Exception {
    String sql = upsert(vendor);
    // H2 takes no hint behind the table of a MERGE, and wants the type of a value in a query
    String url = "jdbc:h2:mem:" + home.getFileName() + ";MODE=" + mode + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    neverGoesBack(sql.replace(" WITH (HOLDLOCK)", "").replaceAll("(:\\?[\\w.]+) AS (id|owner_email)", "CAST($1 AS VARCHAR(100)) AS $2")
        .replace(":?sequence AS", "CAST(:?sequence AS BIGINT) AS"), "gateway_effects", url, "sa", "");
  }
}
