@echo off
rem Starts JShell with all of Carrack on its class path: carrack-jshell [SCRIPT.jsh ...]
setlocal EnableDelayedExpansion
if not exist "%~dp0target\lib" (
  echo carrack-jshell: not built yet; run mvnw.cmd -DskipTests package in the project's root first 1>&2
  exit /b 1
)
set CP=
for %%J in ("%~dp0target\lib\*.jar") do set CP=!CP!;%%J
jshell --class-path "%CP:~1%" --startup DEFAULT --startup "%~dp0imports.jsh" %*
