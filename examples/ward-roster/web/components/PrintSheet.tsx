import styles from './PrintSheet.module.css'

export function PrintSheet({ title, names }: { title: string; names: string[] }) {
  return (
    <section className={styles.sheet}>
      <h2>{title}</h2>
      <ol>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ol>
    </section>
  )
}
