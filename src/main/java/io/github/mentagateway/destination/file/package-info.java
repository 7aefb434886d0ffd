/**
 * The building blocks {@code file-put}, {@code sftp-put} and {@code file-append}: what is in the file and its name, which no value can lead out of
 * its folder. Camel's file and sftp components bring it there; lines are appended by {@link io.github.mentagateway.destination.file.LineFiles}.
 */
package io.github.mentagateway.destination.file;
