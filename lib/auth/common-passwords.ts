/**
 * Words that most guessed passwords are made of, as leaked lists show them year after year. A password is
 * compared after its digits and signs at both ends are cut off and its look-alike signs are read as letters,
 * so that each word stands for hundreds of variants (Passw0rd!, welcome2026, 1qaz@WSX …).
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  password passwort passwd passphrase motdepasse contrasena contraseña senha parola haslo heslo wachtwoord
  welcome welcometo willkommen bienvenue bienvenido letmein letmein letmeinnow login logon signin access
  changeme changeit changethis default secret secrets topsecret temporary temppass temppassword guest
  administrator admin adminadmin root rootroot superuser superman sysadmin system manager support service
  qwerty qwertyui qwertyuiop qwertz qwertzui qwertzuiop azerty azertyui azertyuiop asdfgh asdfghjk asdfghjkl
  zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc qweasd qweasdzxc qweqwe qweqweqwe asdasd asdasdasd zxczxc qwaszx
  iloveyou iloveu iloveyouu ilovegod iloveme loveyou lovely loveme lovelove sweetheart princess prince queen
  sunshine rainbow flower butterfly angel angels heaven jesus jesuschrist jesusislord blessed faith
  monkey dragon tigger tiger lion panther eagle falcon dolphin elephant pokemon pikachu naruto minecraft
  football baseball basketball softball soccer hockey volleyball tennis cricket golfer liverpool chelsea
  arsenal barcelona realmadrid manchester juventus yankees cowboys steelers lakers ferrari mercedes porsche
  mustang corvette chevrolet harley yamaha honda toyota
  batman spiderman ironman starwars startrek skywalker matrix terminator gandalf hobbit harrypotter
  michael jennifer jessica jordan michelle nicole ashley daniel andrew joshua matthew anthony charlie
  thomas robert william samantha elizabeth alexander christian christopher benjamin victoria natasha
  hannah george hunter ranger killer shadow master masters trustno trustnoone whatever nothing something
  computer internet google facebook youtube instagram linkedin twitter samsung microsoft windows apple
  summer winter spring autumn january february march april june july august september october november
  december monday tuesday wednesday thursday friday saturday sunday
  london paris berlin america american canada australia germany espana mexico brasil india
  hospital clinic clinics doctor nurse patient patients health healthcare medical medicine dental dentist
  laboratory lablab labtech pharmacy epic cerner carelane company office business
  freedom liberty friends friend family mother father sister brother babygirl babyboy
  cheese chocolate cookie pepper banana orange cherry coffee peanut
  hello helloworld hellohello goodbye test testing tester testtest testuser demo demodemo example sample
  blink money cash diamond silver golden gold phoenix mercury jupiter saturn
  abcdefgh abcdefghi abcd abcdef abc aaaaaaaa
  fuckyou fuckoff asshole bitch
  `
    .trim()
    .split(/\s+/),
);
